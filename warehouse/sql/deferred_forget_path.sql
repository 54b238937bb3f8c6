-- Purpose: drop what is recorded of files that are about to be put off, so that none is listed twice.
-- Parameters: $inbox_no. Reads: deferred_files (registered).
DELETE FROM deferred
WHERE inbox_no = $inbox_no AND source_path IN (SELECT source_path FROM deferred_files);
