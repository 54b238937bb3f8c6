-- Purpose: what settle_batch needs of the batches before: of the accepted files that stand, those that hold a text of
--          this batch. All of them would do as well; they are as many as the corpus has documents.
-- Grain: one row an accepted file (source, source_path).
-- Parameters: none. Reads: standing_files, judged_files.
CREATE OR REPLACE TEMP TABLE pending_files AS
SELECT standing_files.* FROM standing_files SEMI JOIN judged_files USING (text_sha256);
