-- Purpose: of every verdict there is, those on paths where one is not what the parent says of it; the ones that differ
--          are the new ones.
-- Grain: one row a file content (source, source_path, source_sha256).
-- Parameters: none. Reads: touched_verdicts (every verdict there is), parent_verdicts, parent_duplicates.
CREATE OR REPLACE TEMP TABLE touched_verdicts AS
WITH beside AS (
    SELECT
        now.* EXCLUDE (is_new),
        (now.verdict, now.standing, now.reason, now.measure, now.measured_value, now.threshold)
        IS DISTINCT FROM
        (parent.verdict, parent.standing, parent.reason, parent.measure, parent.measured_value, parent.threshold)
        OR (
            now.verdict = 'duplicate'
            AND now.standing = 'current'
            AND now.duplicate_of IS DISTINCT FROM parent_duplicates.duplicate_of
        ) AS is_different,
        -- It is filed under where its file is now, and is the same verdict.
        coalesce(parent.filed_path <> now.source_path, FALSE) AS is_moved
    FROM touched_verdicts AS now
    LEFT JOIN parent_verdicts AS parent USING (inbox_no, source_path, source_sha256)
    LEFT JOIN parent_duplicates
        ON parent_duplicates.inbox_no = now.inbox_no
        AND parent_duplicates.source_path = now.source_path
        AND parent_duplicates.doc_id = now.doc_id
)
SELECT * EXCLUDE (is_different, is_moved), is_different AS is_new
FROM beside
QUALIFY bool_or(is_different OR is_moved) OVER (PARTITION BY inbox_no, source_path);
