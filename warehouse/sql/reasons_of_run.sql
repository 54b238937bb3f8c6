-- Purpose: why files of one run were not accepted.
-- Grain: one row a verdict and reason.
-- Parameters: $run_id. Reads: all_verdicts.
SELECT verdict, reason, count(*) AS file_count
FROM all_verdicts
WHERE run_id = $run_id AND verdict <> 'accepted'
GROUP BY verdict, reason
ORDER BY file_count DESC, reason;
