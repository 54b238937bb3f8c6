-- Purpose: where each document of the candidate stands among those of the files that are written.
-- Grain: one row a document (doc_id); place counts from 0 in the order of files, months and ids.
-- Parameters: none. Reads: delta, touched_documents_files (the parent's files that they replace), added_parts.
CREATE OR REPLACE TEMP TABLE places AS
SELECT
    doc_id,
    file_key,
    row_number() OVER (ORDER BY file_key, published_month NULLS FIRST, doc_id) - 1 AS place
FROM (
    SELECT doc_id, published_month, file_key(date_start) AS file_key
    FROM touched_documents_files
    WHERE doc_id NOT IN (SELECT doc_id FROM delta WHERE change IN ('removed', 'withdrawn'))
    UNION ALL BY NAME
    SELECT doc_id, published_month, file_key(date_start) AS file_key
    FROM added_parts
);
