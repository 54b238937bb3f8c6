-- Purpose: enter a batch's files into the ledger; their bytes are not read.
-- Grain: one row a path of an inbox.
-- Parameters: $batch_no. Reads: raw_files (view over the batch's raw parts).
INSERT INTO ledger (inbox, source_path, source, byte_count, modified_at_ns, source_sha256, verdict_path, batch_no)
SELECT inbox, source_path, source, byte_count, modified_at_ns, source_sha256, source_path, $batch_no
FROM raw_files
ORDER BY inbox, source_path;
