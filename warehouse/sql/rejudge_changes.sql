-- Purpose: from which reason to which the verdicts of a batch changed.
-- Grain: one row a pair of reasons.
-- Parameters: none. Reads: compared.
SELECT old_reason, reason, count(*) AS file_count
FROM compared
WHERE old_reason IS DISTINCT FROM reason
GROUP BY old_reason, reason
ORDER BY old_reason, reason;
