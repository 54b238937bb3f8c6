-- Purpose: where each document stands among those of the years whose paragraphs, sentences and date mentions are written.
-- Grain: one row a document (doc_id); place counts from 0 in the order of years, months and ids.
-- Parameters: $years. Reads: candidate_documents.
CREATE OR REPLACE TEMP TABLE structure_places AS
SELECT
    doc_id,
    file_key,
    row_number() OVER (ORDER BY file_key, published_month NULLS FIRST, doc_id) - 1 AS place
FROM (SELECT doc_id, published_month, year(date_start)::VARCHAR AS file_key FROM candidate_documents)
WHERE list_contains($years::VARCHAR[], file_key);
