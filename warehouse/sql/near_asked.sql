-- Purpose: fingerprints of the files of a batch that passed every check of their own.
-- Grain: one row a document of a part.
-- Parameters: none. Reads: fingerprints, judged_files.
SELECT doc_id, bands
FROM fingerprints
SEMI JOIN (SELECT doc_id FROM judged_files WHERE verdict = 'accepted') AS passed USING (doc_id);
