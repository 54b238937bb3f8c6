-- Purpose: staged documents with the number of the batch they came with, read off their file's name.
-- Grain: one row a source file of a batch.
-- Parameters: none. Reads: staged_document_files.
CREATE TEMP VIEW staged_documents AS
SELECT *, regexp_extract(filename, '/(\d+)-[0-9a-f]+/documents/[^/]+$', 1)::INTEGER AS staged_batch_no
FROM staged_document_files;
