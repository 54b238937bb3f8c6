-- Purpose: months, or days of large months, of take-in whose duplicate files are written anew.
-- Grain: one row a file.
-- Parameters: $refiled (months that the parent has filed otherwise), $is_every_file. Reads: touched_verdicts,
--             parent_duplicates.
SELECT DISTINCT take_in_key(taken_in_at_utc) AS file_key
FROM (
    SELECT taken_in_at_utc FROM touched_verdicts WHERE verdict = 'duplicate' AND standing = 'current'
    UNION ALL
    SELECT parent_duplicates.taken_in_at_utc
    FROM parent_duplicates
    SEMI JOIN touched_verdicts USING (inbox_no, source_path)
    UNION ALL
    SELECT taken_in_at_utc
    FROM parent_duplicates
    WHERE $is_every_file::BOOLEAN OR list_contains($refiled::VARCHAR[], strftime(taken_in_at_utc, '%Y-%m'))
) AS touched
ORDER BY file_key;
