-- Purpose: which documents of each staged part are added, and their places.
-- Grain: one row a document whose content is new, by the part's file of documents.
-- Parameters: none. Reads: added_parts, places.
SELECT
    added_parts.documents_file,
    added_parts.doc_id,
    added_parts.staged_batch_no,
    added_parts.staged_path,
    places.place
FROM added_parts
JOIN places USING (doc_id)
ORDER BY added_parts.documents_file, places.place;
