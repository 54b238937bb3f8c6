-- Purpose: new documents with all their parts in place: as many as the document counts, one behind another in the file of
--          its year or month, with its month. Only of these the parts are read; all other new documents are suspect.
-- Grain: one row a document (doc_id), with where its rows start in those files.
-- Parameters: none. Reads: new_documents (files that the candidate wrote, with filename and file_row_number),
--             new_contents, part_places, frame_examples (ids that are there more than once).
CREATE OR REPLACE TEMP TABLE placed_documents AS
WITH documents AS (
    SELECT
        doc_id,
        regexp_extract(filename, '-([\d-]+)\.parquet$', 1) AS file_key,
        file_row_number AS document_row,
        batch_id, published_month, char_count, paragraph_count, sentence_count
    FROM new_documents
    WHERE
        doc_id IN (SELECT doc_id FROM new_contents)
        AND doc_id NOT IN (
            SELECT doc_id FROM frame_examples WHERE figure = 'repeated_doc_id_count' AND doc_id IS NOT NULL
        )
)
SELECT
    doc_id,
    documents.file_key,
    document_row,
    batch_id,
    char_count,
    paragraph_count,
    sentence_count,
    coalesce(max(row_count) FILTER (part = 'date_mention'), 0) AS date_mention_count,
    max(first_row) FILTER (part = 'paragraph') AS paragraph_row,
    max(first_row) FILTER (part = 'sentence') AS sentence_row,
    max(first_row) FILTER (part = 'date_mention') AS date_mention_row
FROM documents
JOIN part_places USING (doc_id)
GROUP BY doc_id, documents.file_key, document_row, batch_id, char_count, paragraph_count, sentence_count
HAVING
    char_count IS NOT NULL
    AND paragraph_count = coalesce(max(row_count) FILTER (part = 'paragraph'), 0)
    AND sentence_count = coalesce(max(row_count) FILTER (part = 'sentence'), 0)
    AND bool_and(
        (
            is_in_one_place
            AND part_places.file_key = documents.file_key
            AND first_month IS NOT DISTINCT FROM published_month
            AND last_month IS NOT DISTINCT FROM published_month
            AND month_count = CASE WHEN published_month IS NULL THEN 0 ELSE row_count END
        ) IS TRUE
    );
