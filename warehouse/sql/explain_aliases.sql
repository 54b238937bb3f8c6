-- Purpose: every path that a file had or has, when it was moved.
-- Grain: one row a path.
-- Parameters: $source_paths.
WITH met AS (
    SELECT inbox_no, new_path FROM path_aliases
    WHERE list_contains($source_paths, old_path) OR list_contains($source_paths, new_path)
)
SELECT old_path AS source_path FROM path_aliases SEMI JOIN met USING (inbox_no, new_path)
UNION
SELECT new_path FROM met
ORDER BY source_path;
