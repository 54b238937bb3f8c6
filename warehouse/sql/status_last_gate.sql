-- Purpose: the last run that the quality gate judged, as its record says.
-- Grain: one row at most.
-- Parameters: none.
-- Reads: runs.
SELECT run_id, command, started_at_utc, ended_at_utc, outcome, report
FROM runs
WHERE json_extract_string(report, '$.gate') IS NOT NULL
ORDER BY started_at_utc DESC, run_id
LIMIT 1;
