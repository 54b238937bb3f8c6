-- Purpose: record settled batches.
-- Grain: one row a batch.
-- Parameters: none. Reads: settled_batches (registered).
INSERT INTO batches BY NAME SELECT * FROM settled_batches ORDER BY batch_no;
