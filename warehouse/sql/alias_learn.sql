-- Purpose: remember under which path files were known that have moved.
-- Grain: one row a move to another path.
-- Parameters: $inbox_no, $through_batch_no (the last batch that the old path means the moved file in).
-- Reads: moved_files (registered).
INSERT INTO path_aliases BY NAME
SELECT
    $inbox_no AS inbox_no,
    known_path AS old_path,
    source_path AS new_path,
    source AS new_source,
    $through_batch_no AS through_batch_no
FROM moved_files
WHERE known_path <> source_path
ORDER BY known_path;
