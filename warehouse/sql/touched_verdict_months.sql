-- Purpose: months of take-in whose verdict files are written anew.
-- Grain: one row a month.
-- Parameters: none. Reads: touched_verdicts.
SELECT DISTINCT strftime(taken_in_at_utc, '%Y-%m') AS file_key FROM touched_verdicts ORDER BY file_key;
