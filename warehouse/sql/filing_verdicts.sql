-- Purpose: how many verdicts more, or fewer, the months of take-in of a candidate have than the parent's.
-- Grain: one row a month and side.
-- Parameters: none. Reads: touched_verdicts, replaced_takings.
SELECT strftime(taken_in_at_utc, '%Y-%m') AS month, count(*) AS verdicts FROM touched_verdicts GROUP BY month
UNION ALL
SELECT strftime(taken_in_at_utc, '%Y-%m') AS month, -count(*) AS verdicts FROM replaced_takings GROUP BY month;
