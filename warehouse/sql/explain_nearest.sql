-- Purpose: judged paths most like one that is not known; a path that ends like it comes first.
-- Grain: one row a path.
-- Parameters: $path. Reads: all_verdicts.
SELECT source_path
FROM all_verdicts
GROUP BY source_path
ORDER BY
    ends_with(source_path, '/' || $path) DESC,
    jaro_winkler_similarity(source_path, $path) DESC,
    source_path
LIMIT 3;
