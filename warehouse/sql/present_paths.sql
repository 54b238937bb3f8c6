-- Purpose: rows about source files with the path and source that each file has now; filed_path and filed_source are
--          what they are filed under.
-- Grain: one row a row of the view.
-- Parameters: $view (a view with inbox_no, source, source_path and batch_no). Reads: path_aliases.
SELECT
    filed.* REPLACE (
        coalesce(path_aliases.new_path, filed.source_path) AS source_path,
        coalesce(path_aliases.new_source, filed.source) AS source
    ),
    filed.source_path AS filed_path,
    filed.source AS filed_source
FROM query_table($view) AS filed
ASOF LEFT JOIN path_aliases
    ON filed.inbox_no = path_aliases.inbox_no
    AND filed.source_path = path_aliases.old_path
    AND filed.batch_no <= path_aliases.through_batch_no;
