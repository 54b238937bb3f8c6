-- Purpose: a few new documents for langdetect itself to judge again; the smallest ids are as good as a random draw,
--          being digits of a sha256, and the same in every run.
-- Grain: one row a document.
-- Parameters: $sample_size. Reads: new_documents, new_contents.
SELECT doc_id, lang, lang_probability, text
FROM new_documents
WHERE doc_id IN (
    -- First of all by id alone: to put whole texts in order takes their time.
    SELECT doc_id FROM new_documents WHERE doc_id IN (SELECT doc_id FROM new_contents) ORDER BY doc_id LIMIT $sample_size
)
ORDER BY doc_id
LIMIT $sample_size;
