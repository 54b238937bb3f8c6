-- Purpose: years whose document files are written anew.
-- Grain: one row a year.
-- Parameters: none. Reads: delta.
SELECT DISTINCT year(date_start)::VARCHAR AS file_key FROM delta ORDER BY file_key;
