-- Purpose: years whose paragraph and sentence files are written anew: a changed document keeps its text.
-- Grain: one row a year.
-- Parameters: none. Reads: delta, new_contents.
SELECT DISTINCT year(date_start)::VARCHAR AS file_key
FROM (
    SELECT date_start FROM new_contents
    UNION ALL
    SELECT date_start FROM delta WHERE change IN ('removed', 'withdrawn')
) AS touched
ORDER BY file_key;
