-- Purpose: record how a run ended.
-- Parameters: $run_id, $command, $started_at_utc, $ended_at_utc, $outcome, $report.
INSERT INTO runs BY NAME
SELECT
    $run_id AS run_id,
    $command AS command,
    $started_at_utc AS started_at_utc,
    $ended_at_utc AS ended_at_utc,
    $outcome AS outcome,
    $report AS report;
