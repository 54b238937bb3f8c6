-- Purpose: years whose paragraph and sentence files are written anew: a changed document keeps its text.
-- Grain: one row a year.
-- Parameters: none. Reads: delta.
SELECT DISTINCT year(date_start)::VARCHAR AS file_key
FROM delta
WHERE change IN ('added', 'removed', 'withdrawn')
ORDER BY file_key;
