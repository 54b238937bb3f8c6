-- Purpose: years, and months of years with a file a month, whose paragraph and sentence files are written anew: a changed
--          document keeps its text.
-- Grain: one row a file.
-- Parameters: $refiled (years that the parent has filed otherwise). Reads: delta, new_contents, parent_documents.
SELECT DISTINCT file_key(date_start) AS file_key
FROM (
    SELECT date_start FROM new_contents
    UNION ALL
    SELECT date_start FROM delta WHERE change IN ('removed', 'withdrawn')
    UNION ALL
    SELECT date_start FROM parent_documents WHERE list_contains($refiled::VARCHAR[], year(date_start)::VARCHAR)
) AS touched
ORDER BY file_key;
