-- Purpose: which staged row holds each added document and its dates, and which part, so that byte-equal copies elsewhere are
--          not read twice. Of copies in one batch it is the one that the verdict is about; the release that a verdict
--          comes from may have filed it under a path that its file was moved to since it was staged.
-- Grain: one row a document whose content is new.
-- Parameters: none. Reads: new_contents, delta, staged_documents.
CREATE TEMP TABLE added_parts AS
SELECT
    delta.doc_id,
    staged.date_start,
    staged.published_month,
    staged.batch_no AS staged_batch_no,
    staged.source_path AS staged_path,
    staged.filename AS documents_file
FROM delta
SEMI JOIN new_contents USING (doc_id)
JOIN staged_documents AS staged ON delta.batch_no = staged.batch_no AND delta.doc_id = staged.doc_id
QUALIFY row_number() OVER (
    PARTITION BY delta.doc_id
    ORDER BY staged.source_path <> delta.filed_path, staged.source_path <> delta.source_path, staged.source_path
) = 1;
