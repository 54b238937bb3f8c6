-- Purpose: how many documents met each fate.
-- Grain: one row a fate.
-- Parameters: none. Reads: fates.
SELECT fate, count(*) AS documents FROM fates GROUP BY fate ORDER BY fate;
