-- Purpose: known files whose path is no longer in the inbox; a new path with the same bytes is one of them, moved.
-- Grain: one row a ledger entry without a listed file.
-- Parameters: $inbox_no. Reads: listing (registered), ledger.
SELECT ledger.source_sha256, ledger.source_path
FROM ledger
ANTI JOIN listing ON ledger.source_path = listing.source_path
WHERE ledger.inbox_no = $inbox_no
ORDER BY ledger.source_sha256, ledger.source_path;
