-- Purpose: documents whose id, or whose full sha256, begins with what was typed.
-- Grain: one row a document id, six at most: more than five are too many to show.
-- Parameters: $prefix (lower-case hex digits).
-- Reads: all_verdicts.
SELECT doc_id, min(source_path) AS source_path
FROM all_verdicts
WHERE starts_with(source_sha256, $prefix)
GROUP BY doc_id
ORDER BY doc_id
LIMIT 6;
