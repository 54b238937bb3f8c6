-- Purpose: the paths under which moved files were known, for storage to file their verdicts under where they are now.
-- Grain: one row an old path and the last batch that it means that file in.
-- Parameters: none.
SELECT inbox_no, old_path, new_path, new_source, through_batch_no
FROM path_aliases
WHERE old_path <> new_path
ORDER BY inbox_no, old_path, through_batch_no;
