-- Purpose: forget a path in a table of paths of the last look at an inbox; the next look finds what is there.
-- Grain: one row a path.
-- Parameters: $inbox_no, $source_path. Places: {{table}}.
DELETE FROM {{table}} WHERE inbox_no = $inbox_no AND source_path = $source_path;
