-- Purpose: the published documents that stand under a path now: a moved file is judged under its old path.
-- Grain: one row a document (doc_id).
-- Parameters: $source_paths. Reads: published_documents.
SELECT doc_id
FROM published_documents
WHERE list_contains($source_paths, source_path)
ORDER BY doc_id;
