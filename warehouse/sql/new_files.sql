-- Purpose: the files of a listing that the ledger does not know as they are now.
-- Grain: one row a source file that is new, or whose size or time has changed.
-- Parameters: $inbox. Reads: listing (registered), ledger.
SELECT
    listing.source_path,
    listing.source,
    ledger.source_sha256 AS known_sha256
FROM listing
LEFT JOIN ledger ON ledger.inbox = $inbox AND ledger.source_path = listing.source_path
WHERE
    ledger.source_path IS NULL
    OR ledger.byte_count <> listing.byte_count
    OR ledger.modified_at_ns <> listing.modified_at_ns
ORDER BY listing.source, listing.source_path;
