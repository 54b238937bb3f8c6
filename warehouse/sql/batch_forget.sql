-- Purpose: drop the record of a batch that is about to be recorded anew: its staged folder was lost.
-- Parameters: $batch_no.
DELETE FROM batches WHERE batch_no = $batch_no;
