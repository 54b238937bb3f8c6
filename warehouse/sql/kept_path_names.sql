-- Purpose: which Parquet files say in their footers that paths of theirs are kept elsewhere, and under which name.
-- Grain: one row a file that leaves paths out.
-- Parameters: $files, $key (of the footer).
SELECT file_name, decode(value) AS kept_name
FROM parquet_kv_metadata($files)
WHERE decode(key) = $key;
