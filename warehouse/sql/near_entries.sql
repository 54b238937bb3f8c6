-- Purpose: fingerprints of a batch for the index, the earliest dated first.
-- Grain: one row a document (doc_id).
-- Parameters: none. Reads: fingerprints.
SELECT doc_id, min(part_no) AS part_no, any_value(bands) AS bands
FROM fingerprints
GROUP BY doc_id
ORDER BY min(date_start), doc_id;
