-- Purpose: which staged part holds each added document, so that byte-equal copies elsewhere are not read twice.
-- Grain: one row an added document.
-- Parameters: none. Reads: delta, staged_documents.
CREATE TEMP TABLE added_parts AS
SELECT
    delta.doc_id,
    year(delta.date_start)::VARCHAR AS file_key,
    regexp_replace(staged.filename, '/documents/([^/]+)$', '/paragraphs/\1') AS paragraphs_file,
    regexp_replace(staged.filename, '/documents/([^/]+)$', '/sentences/\1') AS sentences_file
FROM delta
JOIN staged_documents AS staged
    ON delta.batch_no = staged.staged_batch_no
    AND delta.source = staged.source
    AND delta.source_path = staged.source_path
WHERE delta.change = 'added';
