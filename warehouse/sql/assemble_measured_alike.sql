-- Purpose: of the documents that were measured again, those of which every published column is what it was did not change,
--          though they are written anew (new_contents).
-- Grain: one row a document (doc_id).
-- Parameters: none. Reads: delta, candidate_documents, parent_documents.
DELETE FROM delta
WHERE
    change = 'changed'
    AND doc_id IN (
        SELECT doc_id
        FROM (SELECT doc_id, hash(now) AS row_hash FROM candidate_documents AS now)
        JOIN (SELECT doc_id, hash(parent) AS row_hash FROM parent_documents AS parent) USING (doc_id, row_hash)
    );
