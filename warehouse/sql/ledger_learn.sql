-- Purpose: enter a batch's files into the ledger; their bytes are not read.
-- Grain: one row a path of an inbox.
-- Parameters: $batch_no. Reads: raw_files (view over the batch's raw parts).
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
    $batch_no AS batch_no,
    limits
FROM raw_files
ORDER BY inbox_no, source_path;
