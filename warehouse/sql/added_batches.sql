-- Purpose: batches that new contents come from.
-- Grain: one row a batch.
-- Parameters: none. Reads: new_contents.
SELECT DISTINCT batch_no FROM new_contents ORDER BY batch_no;
