-- Purpose: why publishing is held.
-- Grain: one row, or none when it is not held.
-- Parameters: none.
SELECT reason FROM holds WHERE kind = 'publishing' ORDER BY placed_at_utc DESC LIMIT 1;
