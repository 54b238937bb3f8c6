-- Purpose: documents whose file now holds another text, or that are taken down or set aside, and who takes their place:
--          a document that is accepted with the same text, else the earliest of the duplicates that remain.
-- Grain: one row a dropped document (dropped_doc_id).
-- Parameters: none. Reads: versions, parent_documents, parent_duplicates, parent_verdicts.
CREATE TEMP TABLE succession AS
WITH dropped AS (
    SELECT DISTINCT versions.doc_id, coalesce(versions.text_sha256, parent_documents.text_sha256) AS text_sha256
    FROM versions
    LEFT JOIN parent_documents USING (doc_id)
    WHERE
        versions.verdict = 'accepted'
        AND versions.standing <> 'current'
        AND versions.doc_id NOT IN (
            SELECT doc_id FROM versions WHERE verdict = 'accepted' AND standing = 'current'
        )
        -- Long superseded here, and published since then under a path that nothing touches now.
        AND versions.doc_id NOT IN (
            SELECT doc_id FROM parent_verdicts
            SEMI JOIN versions USING (doc_id)
            ANTI JOIN versions USING (inbox_no, source_path)
            WHERE parent_verdicts.verdict = 'accepted' AND parent_verdicts.standing = 'current'
        )
),
remaining AS (
    SELECT duplicate_of, doc_id, date_start, inbox_no, source_path
    FROM versions
    WHERE verdict = 'duplicate' AND standing = 'current'
    UNION ALL
    SELECT duplicate_of, doc_id, parent_duplicates.date_start, inbox_no, source_path
    FROM parent_duplicates
    SEMI JOIN dropped ON parent_duplicates.duplicate_of = dropped.doc_id
    JOIN parent_verdicts USING (inbox_no, source_path, doc_id)
    ANTI JOIN versions USING (inbox_no, source_path)
    WHERE parent_verdicts.standing = 'current'
),
first_remaining AS (
    SELECT * FROM remaining
    QUALIFY row_number() OVER (
        PARTITION BY duplicate_of ORDER BY date_start, doc_id, source_path, inbox_no
    ) = 1
),
heirs AS (
    SELECT text_sha256, arg_min(doc_id, (date_start, doc_id)) AS doc_id
    FROM versions
    WHERE verdict = 'accepted' AND standing = 'current' AND text_sha256 IS NOT NULL
    GROUP BY text_sha256
)
SELECT
    dropped.doc_id AS dropped_doc_id,
    coalesce(heirs.doc_id, first_remaining.doc_id) AS successor_doc_id,
    CASE WHEN heirs.doc_id IS NULL THEN first_remaining.inbox_no END AS promoted_inbox_no,
    CASE WHEN heirs.doc_id IS NULL THEN first_remaining.source_path END AS promoted_source_path
FROM dropped
LEFT JOIN heirs USING (text_sha256)
LEFT JOIN first_remaining ON first_remaining.duplicate_of = dropped.doc_id;
