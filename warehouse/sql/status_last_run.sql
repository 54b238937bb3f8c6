-- Purpose: the run that began last, as its record says.
-- Grain: one row at most.
-- Parameters: none.
SELECT run_id, command, started_at_utc, ended_at_utc, outcome, report
FROM runs
ORDER BY started_at_utc DESC, run_id
LIMIT 1;
