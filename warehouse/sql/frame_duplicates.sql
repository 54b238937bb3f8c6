-- Purpose: the duplicates on paths that this candidate touches, beside the documents that they point at.
-- Grain: one row a duplicate source file.
-- Parameters: none. Reads: new_duplicates, touched_verdicts, asked_documents.
SELECT
    inbox_no, source, source_path, listed.doc_id, duplicate_of, kind, similarity, listed.date_start, survivor_date_start,
    batch_id,
    survivors.date_start AS document_date_start,
    listed.doc_id <> duplicate_of AND listed.doc_id IN (SELECT doc_id FROM asked_documents) AS is_published_itself
FROM new_duplicates AS listed
SEMI JOIN touched_verdicts USING (inbox_no, source_path)
LEFT JOIN asked_documents AS survivors ON survivors.doc_id = duplicate_of
ORDER BY source, source_path, listed.doc_id;
