-- Purpose: what is held, and why.
-- Grain: one row a hold.
-- Parameters: none.
SELECT kind, value, reason, placed_at_utc
FROM holds
ORDER BY placed_at_utc, kind, value;
