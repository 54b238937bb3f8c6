-- Purpose: years, and months of years with a file a month, whose document files are written anew.
-- Grain: one row a file.
-- Parameters: $refiled (years that the parent has filed otherwise), $is_every_file. Reads: delta, parent_documents.
SELECT DISTINCT file_key(date_start) AS file_key
FROM (
    SELECT date_start FROM delta
    UNION ALL
    SELECT date_start
    FROM parent_documents
    WHERE $is_every_file::BOOLEAN OR list_contains($refiled::VARCHAR[], year(date_start)::VARCHAR)
) AS touched
ORDER BY file_key;
