-- Purpose: every verdict row that the candidate holds otherwise than its parent: those of touched paths, and the
--          duplicates that are promoted or get another survivor because theirs was superseded.
-- Grain: one row a file content (source, source_path, source_sha256).
-- Parameters: none. Reads: versions, succession, reassigned, parent_verdicts, parent_duplicates.
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
        reassigned.doc_id IS NOT NULL AS is_reassigned,
        reassigned.duplicate_of AS reassigned_to,
        reassigned.similarity,
        reassigned.is_same_text,
        reassigned.threshold AS reassigned_threshold,
        succession.successor_doc_id,
        CASE
            WHEN reassigned.doc_id IS NOT NULL THEN reassigned.duplicate_of IS NULL
            ELSE succession.promoted_inbox_no IS NOT NULL
                AND affected.inbox_no = succession.promoted_inbox_no
                AND affected.source_path = succession.promoted_source_path
        END AS is_promoted
    FROM affected
    LEFT JOIN succession
        ON affected.verdict = 'duplicate'
        AND affected.standing = 'current'
        AND affected.duplicate_of = succession.dropped_doc_id
    LEFT JOIN reassigned
        ON succession.dropped_doc_id IS NOT NULL
        AND reassigned.inbox_no = affected.inbox_no
        AND reassigned.source_path = affected.source_path
        AND reassigned.doc_id = affected.doc_id
)
SELECT
    inbox_no,
    source,
    source_path,
    filed_path,
    source_sha256,
    CASE WHEN is_promoted THEN 'accepted' ELSE verdict END AS verdict,
    standing,
    CASE
        WHEN is_promoted THEN 'all_checks_passed'
        WHEN is_same_text THEN 'exact_duplicate'
        WHEN is_reassigned THEN 'near_duplicate'
        ELSE reason
    END AS reason,
    CASE WHEN NOT is_promoted THEN measure END AS measure,
    CASE
        WHEN is_promoted THEN NULL
        WHEN is_same_text THEN '1.0'
        WHEN is_reassigned THEN similarity::VARCHAR
        ELSE measured_value
    END AS measured_value,
    CASE
        WHEN is_promoted THEN NULL
        WHEN is_same_text THEN 'a text not known yet'
        WHEN is_reassigned THEN reassigned_threshold
        ELSE threshold
    END AS threshold,
    doc_id,
    date_start,
    CASE
        WHEN is_reassigned THEN reassigned_to
        WHEN NOT is_promoted THEN coalesce(successor_doc_id, duplicate_of)
    END AS duplicate_of,
    batch_id,
    batch_no,
    taken_in_at_utc,
    run_id,
    is_new
FROM succeeded;
