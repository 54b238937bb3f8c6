-- Purpose: forget where a file was moved from or to.
-- Grain: one row an old path.
-- Parameters: $inbox_no, $source_path.
DELETE FROM path_aliases WHERE inbox_no = $inbox_no AND (old_path = $source_path OR new_path = $source_path);
