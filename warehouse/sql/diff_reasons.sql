-- Purpose: verdicts that stand, by reason, in two releases; of files that are the same in both none is counted.
-- Grain: one row a verdict and reason whose number differs.
-- Parameters: none. Reads: a_verdicts, b_verdicts (of files that differ).
SELECT verdict, reason, sum(b_count - a_count)::BIGINT AS more
FROM (
    SELECT verdict, reason, 1 AS a_count, 0 AS b_count FROM a_verdicts WHERE standing = 'current'
    UNION ALL
    SELECT verdict, reason, 0, 1 FROM b_verdicts WHERE standing = 'current'
) AS counted
GROUP BY verdict, reason
HAVING more <> 0
ORDER BY verdict, reason;
