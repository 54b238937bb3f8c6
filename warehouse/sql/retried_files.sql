-- Purpose: files set aside after an unforeseen exception, to be tried again from their bytes in raw/.
-- Grain: one row a file; none for a file that a later batch holds newer content of.
-- Parameters: $inbox_no, $batch_nos (batches that this run has just finished: their files were tried a moment ago).
-- Reads: listing (registered), ledger, deferred.
SELECT
    deferred.source_path AS raw_path,
    ledger.source_path,
    ledger.source,
    deferred.batch_no,
    listing.source_path IS NOT NULL AS is_listed,
    coalesce(
        ledger.byte_count <> listing.byte_count OR ledger.modified_at_ns <> listing.modified_at_ns, FALSE
    ) AS is_changed
FROM deferred
JOIN ledger
    ON ledger.inbox_no = deferred.inbox_no
    AND ledger.raw_path = deferred.source_path
    AND ledger.batch_no = deferred.batch_no
LEFT JOIN listing ON listing.source_path = ledger.source_path
WHERE deferred.inbox_no = $inbox_no AND NOT list_contains($batch_nos, deferred.batch_no)
ORDER BY ledger.source, ledger.source_path;
