-- Purpose: the documents that differ.
-- Grain: one row a document (doc_id).
-- Parameters: $limit (null for all). Reads: document_differences.
SELECT change, doc_id, published_month, lang, source, source_path
FROM document_differences
ORDER BY change, published_month NULLS FIRST, doc_id
LIMIT $limit;
