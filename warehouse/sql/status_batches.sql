-- Purpose: the batches whose account is closed.
-- Grain: one row a batch.
-- Parameters: none.
SELECT batch_no FROM batches ORDER BY batch_no;
