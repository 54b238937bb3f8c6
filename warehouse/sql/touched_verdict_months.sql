-- Purpose: months of take-in whose verdict files are written anew; content that comes back leaves the month in which it
--          came first.
-- Grain: one row a month.
-- Parameters: none. Reads: touched_verdicts, parent_verdicts.
SELECT strftime(taken_in_at_utc, '%Y-%m') AS file_key FROM touched_verdicts
UNION
SELECT strftime(parent_verdicts.taken_in_at_utc, '%Y-%m') AS file_key
FROM parent_verdicts
SEMI JOIN touched_verdicts USING (inbox_no, source_path, source_sha256)
ORDER BY file_key;
