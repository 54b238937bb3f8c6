-- Purpose: what present_paths.sql gives where no file was ever moved.
-- Grain: one row a row of the view.
-- Parameters: $view (a view with source and source_path).
SELECT *, source_path AS filed_path, source AS filed_source FROM query_table($view);
