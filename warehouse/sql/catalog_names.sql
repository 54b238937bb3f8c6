-- Purpose: the names a query over a release can use, to suggest one in place of a mistaken one.
-- Grain: one row a name.
-- Parameters: $kind ('table' or 'column').
SELECT DISTINCT name
FROM (
    SELECT 'column' AS kind, column_name AS name FROM duckdb_columns() WHERE NOT internal
    UNION ALL
    SELECT 'table' AS kind, view_name AS name FROM duckdb_views() WHERE NOT internal
    UNION ALL
    SELECT 'table' AS kind, table_name AS name FROM duckdb_tables() WHERE NOT internal
) AS names
WHERE kind = $kind
ORDER BY name;
