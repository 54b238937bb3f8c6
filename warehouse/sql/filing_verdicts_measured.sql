-- Purpose: how many verdicts the months of take-in of a candidate have of which everything was measured again.
-- Grain: one row a month.
-- Parameters: none. Reads: touched_verdicts.
SELECT strftime(taken_in_at_utc, '%Y-%m') AS month, count(*) AS verdicts FROM touched_verdicts GROUP BY month;
