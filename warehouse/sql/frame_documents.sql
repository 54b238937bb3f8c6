-- Purpose: what the gate judges of documents, in the order of their ids.
-- Grain: one row a document.
-- Parameters: none. Reads: judged_documents (frame_judged_documents.sql).
SELECT * FROM judged_documents ORDER BY doc_id;
