-- Purpose: every verdict row that the candidate holds otherwise than its parent: those of touched paths, and the
--          duplicates that are promoted or get another survivor because theirs was superseded.
-- Grain: one row a file content (source, source_path, source_sha256).
-- Parameters: none. Reads: versions, succession, parent_verdicts, parent_duplicates.
CREATE TEMP TABLE touched_verdicts AS
WITH affected AS (
    SELECT * FROM versions
    UNION ALL BY NAME
    SELECT
        inbox_no, parent.source, source_path, parent.filed_path, source_sha256, verdict, standing, reason, measure,
        measured_value, threshold, doc_id, parent_duplicates.date_start, NULL AS text_sha256, duplicate_of,
        parent.batch_id, parent.batch_no, parent.taken_in_at_utc, run_id, FALSE AS is_new
    FROM parent_duplicates
    SEMI JOIN succession ON parent_duplicates.duplicate_of = succession.dropped_doc_id
    JOIN parent_verdicts AS parent USING (inbox_no, source_path, doc_id)
    ANTI JOIN versions USING (inbox_no, source_path)
    WHERE parent.standing = 'current'
),
succeeded AS (
    SELECT
        affected.*,
        succession.successor_doc_id,
        succession.promoted_inbox_no IS NOT NULL
        AND affected.inbox_no = succession.promoted_inbox_no
        AND affected.source_path = succession.promoted_source_path AS is_promoted
    FROM affected
    LEFT JOIN succession
        ON affected.verdict = 'duplicate'
        AND affected.standing = 'current'
        AND affected.duplicate_of = succession.dropped_doc_id
)
SELECT
    inbox_no,
    source,
    source_path,
    filed_path,
    source_sha256,
    CASE WHEN is_promoted THEN 'accepted' ELSE verdict END AS verdict,
    standing,
    CASE WHEN is_promoted THEN 'all_checks_passed' ELSE reason END AS reason,
    CASE WHEN NOT is_promoted THEN measure END AS measure,
    CASE WHEN NOT is_promoted THEN measured_value END AS measured_value,
    CASE WHEN NOT is_promoted THEN threshold END AS threshold,
    doc_id,
    date_start,
    CASE WHEN NOT is_promoted THEN coalesce(successor_doc_id, duplicate_of) END AS duplicate_of,
    batch_id,
    batch_no,
    taken_in_at_utc,
    run_id,
    is_new
FROM succeeded;
