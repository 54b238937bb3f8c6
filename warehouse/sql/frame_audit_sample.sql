-- Purpose: a few new documents for langdetect itself to judge again; the smallest ids are as good as a random draw,
--          being digits of a sha256, and the same in every run. Their texts are read by their places: to scan the texts of
--          all documents for five of them takes seconds in a large release.
-- Grain: one row a document.
-- Parameters: $sample_size. Reads: new_documents (with filename and file_row_number), new_contents.
SELECT doc_id, lang, lang_probability, filename, file_row_number
FROM new_documents
WHERE doc_id IN (SELECT doc_id FROM new_contents)
ORDER BY doc_id, filename, file_row_number
LIMIT $sample_size;
