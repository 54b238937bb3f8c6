-- Purpose: record a settled batch.
-- Grain: one row a batch.
-- Parameters: $batch_no, $batch_id, $taken_in_at_utc, $run_id, $file_count, $byte_count, $accepted_count,
--             $rejected_count, $duplicate_count.
INSERT INTO batches BY NAME
SELECT
    $batch_no AS batch_no,
    $batch_id AS batch_id,
    $taken_in_at_utc AS taken_in_at_utc,
    $run_id AS run_id,
    $file_count AS file_count,
    $byte_count AS byte_count,
    $accepted_count AS accepted_count,
    $rejected_count AS rejected_count,
    $duplicate_count AS duplicate_count;
