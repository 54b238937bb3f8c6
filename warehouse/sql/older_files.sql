-- Purpose: rows of files of an older schema, with null for the columns that they lack.
-- Grain: one row a row of the files.
-- Parameters: $as_written (a view over the files), $columns (an empty view with the columns of now).
SELECT * FROM query_table($columns)
UNION ALL BY NAME
SELECT * FROM query_table($as_written);
