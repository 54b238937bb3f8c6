-- Purpose: record a file that was put off.
-- Parameters: $inbox, $source_path, $source, $cause, $detail, $batch_no, $run_id, $seen_at_utc.
INSERT INTO deferred BY NAME
SELECT
    $inbox AS inbox,
    $source_path AS source_path,
    $source AS source,
    $cause AS cause,
    $detail AS detail,
    $batch_no AS batch_no,
    $run_id AS run_id,
    $seen_at_utc AS seen_at_utc;
