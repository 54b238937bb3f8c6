-- Purpose: batches that added documents come from.
-- Grain: one row a batch.
-- Parameters: none. Reads: delta.
SELECT DISTINCT batch_no FROM delta WHERE change = 'added' ORDER BY batch_no;
