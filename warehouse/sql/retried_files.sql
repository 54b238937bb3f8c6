-- Purpose: files set aside after an unforeseen exception, to be tried again from their bytes in raw/.
-- Grain: one row a file whose content in the inbox is still the same, or that is gone from the inbox.
-- Parameters: $inbox, $batch_nos (batches that this run has just finished: their files were tried a moment ago). Reads: listing (registered), ledger, deferred.
SELECT
    deferred.source_path,
    deferred.source,
    deferred.detail,
    deferred.batch_no,
    listing.source_path IS NOT NULL AS is_listed
FROM deferred
LEFT JOIN listing ON listing.source_path = deferred.source_path
LEFT JOIN ledger ON ledger.inbox = deferred.inbox AND ledger.source_path = deferred.source_path
WHERE
    deferred.inbox = $inbox
    AND deferred.batch_no IS NOT NULL
    AND NOT list_contains($batch_nos, deferred.batch_no)
    AND (
        listing.source_path IS NULL
        OR (ledger.byte_count = listing.byte_count AND ledger.modified_at_ns = listing.modified_at_ns)
    )
ORDER BY deferred.source, deferred.source_path;
