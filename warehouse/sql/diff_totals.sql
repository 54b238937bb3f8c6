-- Purpose: how many documents each change is of.
-- Grain: one row a change.
-- Parameters: none. Reads: document_differences.
SELECT change, count(*) AS documents FROM document_differences GROUP BY change ORDER BY change;
