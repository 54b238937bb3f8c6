-- Purpose: every verdict row that the candidate holds otherwise than its parent: those of touched paths, and the
--          duplicates that are promoted or get another survivor because theirs was superseded.
-- Grain: one row a file content (source, source_path, source_sha256).
-- Parameters: none. Reads: versions, succession, parent_verdicts, parent_duplicates.
CREATE TEMP TABLE touched_verdicts AS
WITH affected AS (
    SELECT * FROM versions
    UNION ALL BY NAME
    SELECT
        source, source_path, source_sha256, verdict, standing, reason, measure, measured_value, threshold,
        doc_id, parent_duplicates.date_start, NULL AS text_sha256, duplicate_of, parent_verdicts.batch_id, batch_no,
        parent_verdicts.taken_in_at_utc, run_id, FALSE AS is_new
    FROM parent_duplicates
    SEMI JOIN succession ON parent_duplicates.duplicate_of = succession.dropped_doc_id
    JOIN parent_verdicts USING (source, source_path, doc_id)
    ANTI JOIN versions USING (source, source_path)
    WHERE parent_verdicts.standing = 'current'
),
succeeded AS (
    SELECT
        affected.*,
        succession.successor_doc_id,
        succession.promoted_source IS NOT NULL
        AND affected.source = succession.promoted_source
        AND affected.source_path = succession.promoted_source_path AS is_promoted
    FROM affected
    LEFT JOIN succession
        ON affected.verdict = 'duplicate'
        AND affected.standing = 'current'
        AND affected.duplicate_of = succession.dropped_doc_id
)
SELECT
    source,
    source_path,
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
