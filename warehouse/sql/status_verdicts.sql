-- Purpose: verdicts that stand now, published and pending apart.
-- Grain: one row a verdict.
-- Parameters: none. Reads: all_verdicts.
SELECT
    verdict,
    count(*) FILTER (WHERE NOT is_pending AND standing = 'current') AS published_count,
    count(*) FILTER (WHERE is_pending AND coalesce(standing, 'current') = 'current') AS pending_count
FROM all_verdicts
GROUP BY verdict
ORDER BY verdict;
