-- Purpose: months of releases, or releases of large months, whose change files are written anew.
-- Grain: one row a file.
-- Parameters: $release, $refiled (months that the parent has filed otherwise), $is_every_file. Reads: parent_changes.
SELECT DISTINCT change_key(release) AS file_key
FROM (
    SELECT $release::VARCHAR AS release
    UNION ALL
    SELECT release
    FROM parent_changes
    WHERE $is_every_file::BOOLEAN OR list_contains($refiled::VARCHAR[], replace(left(release, 7), '.', '-'))
) AS touched
ORDER BY file_key;
