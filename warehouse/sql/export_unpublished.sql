-- Purpose: documents of the release that are left out though no release tells yet that they were withdrawn.
-- Grain: one row a document (doc_id).
-- Parameters: none. Reads: documents, withdrawn.
SELECT doc_id FROM documents
WHERE doc_id IN (SELECT withdrawn.doc_id FROM withdrawn WHERE is_unpublished)
ORDER BY doc_id;
