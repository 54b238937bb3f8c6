-- Purpose: every verdict, old and new, on the paths that pending batches touch, with its standing now: an accepted
--          version stands until a later one is accepted on its path; any other stands until a later one comes. Files that
--          were moved are touched too: they are filed under where they are now; and so are those that are taken down. What
--          a batch brought that is set aside counts as never brought; what is taken down keeps its place, so that no
--          earlier version comes back.
-- Grain: one row a file content (source, source_path, source_sha256).
-- Parameters: none. Reads: pending_files, parent_verdicts, parent_duplicates, set_aside_batches, withdrawn_documents,
--             overwritten_contents.
CREATE TEMP TABLE versions AS
WITH touched_paths AS (
    SELECT inbox_no, source_path FROM pending_files
    UNION
    SELECT inbox_no, source_path FROM parent_verdicts WHERE filed_path <> source_path
    UNION
    SELECT inbox_no, source_path FROM parent_verdicts
    SEMI JOIN withdrawn_documents USING (doc_id)
    WHERE verdict <> 'rejected' AND standing NOT IN ('withdrawn', 'set_aside')
),
arrived AS (
    SELECT
        inbox_no, source, source_path, filed_path, source_sha256, verdict, 'current' AS standing, reason, measure,
        measured_value, threshold, doc_id, date_start, text_sha256, duplicate_of, batch_id, batch_no, taken_in_at_utc,
        run_id, TRUE AS is_new
    FROM pending_files
),
before AS (
    SELECT
        inbox_no, parent.source, source_path, parent.filed_path, source_sha256, verdict, standing, reason, measure,
        measured_value, threshold, doc_id, parent_duplicates.date_start, NULL AS text_sha256, duplicate_of,
        parent.batch_id, parent.batch_no, parent.taken_in_at_utc, run_id, FALSE AS is_new
    FROM parent_verdicts AS parent
    LEFT JOIN parent_duplicates USING (inbox_no, source_path, doc_id)
    SEMI JOIN touched_paths USING (inbox_no, source_path)
),
every_version AS (
    SELECT
        brought.*,
        batch_no IN (SELECT batch_no FROM set_aside_batches) AS is_set_aside,
        verdict <> 'rejected'
        AND (standing = 'withdrawn' OR doc_id IN (SELECT doc_id FROM withdrawn_documents)) AS is_withdrawn
    FROM (SELECT * FROM arrived UNION ALL BY NAME SELECT * FROM before) AS brought
),
-- One verdict a content. Content that comes back is judged again and its new verdict counts, but for one case: a document
-- that stands is not undone by its own bytes coming back to stricter thresholds; only accepted content supersedes it.
weighed AS (
    SELECT
        *,
        NOT is_new
        AND verdict = 'accepted'
        AND standing = 'current'
        AND count(*) FILTER (
            WHERE is_new AND verdict = 'accepted' AND NOT is_set_aside
        ) OVER (PARTITION BY inbox_no, source_path) = 0
        AS is_standing_document
    FROM every_version
),
newest AS (
    SELECT * EXCLUDE (is_standing_document) FROM weighed
    QUALIFY row_number() OVER (
        PARTITION BY inbox_no, source_path, source_sha256
        ORDER BY is_set_aside, is_standing_document DESC, batch_no DESC
    ) = 1
)
SELECT * EXCLUDE (is_set_aside, is_withdrawn) REPLACE (
    CASE
        WHEN is_set_aside THEN 'set_aside'
        WHEN is_withdrawn THEN 'withdrawn'
        WHEN verdict <> 'rejected'
            AND EXISTS (
                SELECT 1 FROM overwritten_contents AS gone
                WHERE gone.doc_id = newest.doc_id
                    AND gone.inbox_no = newest.inbox_no
                    AND gone.path_sha256 = sha256(newest.source_path)
                    AND newest.batch_no < gone.before_batch_no
            )
            THEN 'superseded'
        WHEN batch_no = CASE
            WHEN verdict = 'accepted' THEN max(batch_no) FILTER (WHERE verdict = 'accepted' AND NOT is_set_aside) OVER path
            ELSE max(batch_no) FILTER (WHERE NOT is_set_aside) OVER path
        END THEN 'current'
        ELSE 'superseded'
    END AS standing
)
FROM newest
WINDOW path AS (PARTITION BY inbox_no, source_path);
