-- Purpose: where each document of the candidate stands among those of the years that are written.
-- Grain: one row a document (doc_id); place counts from 0 in the order of years, months and ids.
-- Parameters: none. Reads: delta, touched_years_documents (the parent's files of those years), added_parts.
CREATE OR REPLACE TEMP TABLE places AS
SELECT
    doc_id,
    file_key,
    row_number() OVER (ORDER BY file_key, published_month NULLS FIRST, doc_id) - 1 AS place
FROM (
    SELECT doc_id, published_month, year(date_start)::VARCHAR AS file_key
    FROM touched_years_documents
    WHERE doc_id NOT IN (SELECT doc_id FROM delta WHERE change IN ('removed', 'withdrawn'))
    UNION ALL BY NAME
    SELECT doc_id, published_month, year(date_start)::VARCHAR AS file_key
    FROM added_parts
);
