-- Purpose: rows of one file of a table that belong to chosen documents.
-- Grain: that of the table.
-- Parameters: none; places: columns, table (a view over the file), part, sort. Reads: the view, fates.
SELECT {{columns}}
FROM {{table}}
WHERE doc_id IN (SELECT fates.doc_id FROM fates WHERE fate = 'chosen' AND part = {{part}})
ORDER BY {{sort}};
