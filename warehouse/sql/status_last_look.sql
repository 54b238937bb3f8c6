-- Purpose: the last run that looked at an inbox, as its record says.
-- Grain: one row at most.
-- Parameters: none.
-- Reads: runs.
SELECT run_id, command, started_at_utc, ended_at_utc, outcome, report
FROM runs
WHERE command IN ('run', 'take-in') AND json_extract_string(report, '$.is_look_done') = 'true'
ORDER BY started_at_utc DESC, run_id
LIMIT 1;
