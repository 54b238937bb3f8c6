-- Purpose: how many files were not accepted, and why. Only verdicts that still stand: a file that was delivered again
--          and accepted is no reject any more.
-- Grain: one row a verdict and reason.
-- Parameters: none. Reads: all_verdicts.
SELECT
    verdict,
    reason,
    count(*) AS file_count,
    count(*) FILTER (WHERE is_pending) AS pending_count
FROM all_verdicts
WHERE verdict <> 'accepted' AND coalesce(standing, 'current') = 'current'
GROUP BY verdict, reason
ORDER BY file_count DESC, reason;
