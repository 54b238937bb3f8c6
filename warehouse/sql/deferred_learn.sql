-- Purpose: record files that were put off.
-- Grain: one row a file.
-- Parameters: $inbox_no, $run_id, $seen_at_utc. Reads: deferred_files (registered).
INSERT INTO deferred BY NAME
SELECT *, $inbox_no AS inbox_no, $run_id AS run_id, $seen_at_utc AS seen_at_utc
FROM deferred_files;
