-- Purpose: record what lies in an inbox and is no source file.
-- Grain: one row a path.
-- Parameters: $inbox_no. Reads: ignored_files (registered).
INSERT INTO ignored BY NAME
SELECT *, $inbox_no AS inbox_no FROM ignored_files;
