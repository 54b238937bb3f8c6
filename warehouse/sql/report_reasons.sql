-- Purpose: verdicts by reason for the quality report.
-- Grain: one row a verdict and reason.
-- Parameters: none. Reads: verdicts (of the candidate).
SELECT verdict, reason, count(*) AS file_count
FROM verdicts
GROUP BY verdict, reason
ORDER BY verdict, file_count DESC, reason;
