-- Purpose: duplicates of every file in which a duplicate came, went or got another survivor.
-- Grain: one row a duplicate source file, filed by the month or day of take-in (file_key).
-- Parameters: none. Reads: touched_verdicts, touched_duplicates_files, parent_documents, new_contents.
WITH survivors AS (
    SELECT doc_id, date_start FROM parent_documents
    WHERE doc_id NOT IN (SELECT doc_id FROM new_contents)
    UNION
    SELECT doc_id, date_start FROM touched_verdicts
    WHERE verdict = 'accepted' AND standing = 'current' AND date_start IS NOT NULL
),
touched AS (
    SELECT
        touched_verdicts.inbox_no,
        touched_verdicts.source,
        touched_verdicts.source_path,
        touched_verdicts.doc_id,
        touched_verdicts.duplicate_of,
        CASE touched_verdicts.reason WHEN 'exact_duplicate' THEN 'exact' ELSE 'near' END AS kind,
        touched_verdicts.measured_value::DOUBLE AS similarity,
        touched_verdicts.date_start,
        survivors.date_start AS survivor_date_start,
        touched_verdicts.batch_id,
        touched_verdicts.batch_no,
        touched_verdicts.taken_in_at_utc
    FROM touched_verdicts
    LEFT JOIN survivors ON survivors.doc_id = touched_verdicts.duplicate_of
    WHERE touched_verdicts.verdict = 'duplicate' AND touched_verdicts.standing = 'current'
)
SELECT *, take_in_key(taken_in_at_utc) AS file_key
FROM (
    SELECT * EXCLUDE (filed_path, filed_source) FROM touched_duplicates_files
    ANTI JOIN touched_verdicts USING (inbox_no, source_path)
    UNION ALL BY NAME
    SELECT * FROM touched
)
ORDER BY file_key, duplicate_of, doc_id, source, source_path, inbox_no;
