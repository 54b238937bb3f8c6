-- Purpose: fingerprints of some documents of a batch.
-- Grain: one row a document (doc_id).
-- Parameters: $doc_ids. Reads: fingerprints (of the batch).
SELECT doc_id, min(part_no) AS part_no, any_value(bands) AS bands
FROM fingerprints
WHERE list_contains($doc_ids, doc_id)
GROUP BY doc_id;
