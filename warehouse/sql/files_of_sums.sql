-- Purpose: known files with the bytes of files whose path is not known. Where the path of one is no longer in the inbox, the
--          new file is that one, moved; which paths are in the inbox is known by the rows of the ledger.
-- Grain: one row a ledger entry.
-- Parameters: $inbox_no. Reads: asked (registered: source_sha256), ledger.
SELECT ledger.rowid AS ledger_row, ledger.source_sha256, ledger.source_path
FROM ledger
SEMI JOIN asked ON asked.source_sha256 = ledger.source_sha256
WHERE ledger.inbox_no = $inbox_no
ORDER BY ledger.source_sha256, ledger.source_path;
