-- Purpose: the batches that are kept out.
-- Grain: one row a batch (batch_no).
-- Parameters: $batch_nos.
CREATE OR REPLACE TEMP TABLE set_aside_batches AS
SELECT unnest($batch_nos::INTEGER[]) AS batch_no;
