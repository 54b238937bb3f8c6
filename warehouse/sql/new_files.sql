-- Purpose: the files of a listing that the ledger does not know as they are now, and those whose bytes other limits kept out.
-- Grain: one row a source file.
-- Parameters: $inbox_no, $limits. Reads: listing (registered), ledger.
SELECT
    listing.source_path,
    listing.archive_path,
    listing.source,
    listing.modified_at_ns,
    ledger.source_sha256 AS known_sha256,
    coalesce(ledger.limits <> $limits, FALSE) AS is_judged_again
FROM listing
LEFT JOIN ledger ON ledger.inbox_no = $inbox_no AND ledger.source_path = listing.source_path
WHERE
    ledger.source_path IS NULL
    OR ledger.byte_count <> listing.byte_count
    OR ledger.modified_at_ns <> listing.modified_at_ns
    OR ledger.limits <> $limits
ORDER BY listing.source, listing.source_path;
