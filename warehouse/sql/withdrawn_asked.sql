-- Purpose: fingerprints of the files of a batch that passed every check of their own, duplicates too.
-- Grain: one row a document of a part.
-- Parameters: none. Reads: fingerprints, batch_files (settled files of the batch).
SELECT doc_id, part_no, bands
FROM fingerprints
WHERE doc_id IN (SELECT doc_id FROM batch_files WHERE verdict <> 'rejected');
