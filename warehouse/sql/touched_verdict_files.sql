-- Purpose: months, or days of large months, of take-in whose verdict files are written anew.
-- Grain: one row a file.
-- Parameters: $refiled (months that the parent has filed otherwise), $is_every_file. Reads: touched_verdicts,
--             replaced_takings, parent_verdicts.
SELECT DISTINCT take_in_key(taken_in_at_utc) AS file_key
FROM (
    SELECT taken_in_at_utc FROM touched_verdicts
    UNION ALL
    SELECT taken_in_at_utc FROM replaced_takings
    UNION ALL
    SELECT taken_in_at_utc
    FROM parent_verdicts
    WHERE $is_every_file::BOOLEAN OR list_contains($refiled::VARCHAR[], strftime(taken_in_at_utc, '%Y-%m'))
) AS touched
ORDER BY file_key;
