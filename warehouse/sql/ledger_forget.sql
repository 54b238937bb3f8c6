-- Purpose: drop the ledger's rows of paths that batches are about to write anew.
-- Parameters: none. Reads: raw_files (view over the raw parts of batches).
DELETE FROM ledger
WHERE EXISTS (
    SELECT 1 FROM raw_files
    WHERE raw_files.inbox_no = ledger.inbox_no AND raw_files.source_path = ledger.source_path
);
