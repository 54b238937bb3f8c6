-- Purpose: enter the files of some batches into the ledger, as the last of these batches saw each; their bytes are not
--          read.
-- Grain: one row a path of an inbox.
-- Parameters: none. Reads: raw_files (view over the raw parts of batches).
INSERT INTO ledger BY NAME
SELECT
    inbox_no,
    source_path,
    archive_path,
    source,
    listed_byte_count AS byte_count,
    modified_at_ns,
    source_sha256,
    source_path AS raw_path,
    batch_no,
    limits
FROM raw_files
QUALIFY row_number() OVER (PARTITION BY inbox_no, source_path ORDER BY batch_no DESC) = 1
ORDER BY inbox_no, source_path;
