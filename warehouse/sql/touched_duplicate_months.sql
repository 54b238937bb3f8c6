-- Purpose: months of take-in whose duplicate files are written anew.
-- Grain: one row a month.
-- Parameters: none. Reads: touched_verdicts, parent_duplicates.
SELECT DISTINCT file_key
FROM (
    SELECT strftime(taken_in_at_utc, '%Y-%m') AS file_key
    FROM touched_verdicts
    WHERE verdict = 'duplicate' AND standing = 'current'
    UNION ALL
    SELECT strftime(parent_duplicates.taken_in_at_utc, '%Y-%m') AS file_key
    FROM parent_duplicates
    SEMI JOIN touched_verdicts USING (inbox_no, source_path)
)
ORDER BY file_key;
