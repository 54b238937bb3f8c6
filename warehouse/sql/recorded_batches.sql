-- Purpose: when the batches that are settled and recorded were taken in.
-- Grain: one row a batch.
-- Parameters: none.
SELECT batch_no, taken_in_at_utc FROM batches ORDER BY batch_no;
