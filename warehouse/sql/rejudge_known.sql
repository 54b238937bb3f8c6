-- Purpose: what settle_batch needs of the batches before: of the accepted files that stand, those that hold a text of
--          this batch or may be near copies of it. All of them would do as well; they are as many as the corpus has
--          documents.
-- Grain: one row an accepted file (source, source_path).
-- Parameters: none. Reads: standing_files, judged_files, near_known.
CREATE OR REPLACE TEMP TABLE pending_files AS
SELECT *
FROM standing_files
WHERE
    text_sha256 IN (SELECT text_sha256 FROM judged_files)
    OR doc_id IN (SELECT known_doc_id FROM near_known);
