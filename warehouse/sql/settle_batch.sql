-- Purpose: the verdicts of one batch after its files are compared with each other and with what is known:
--          of equal texts the earliest dated (then the smallest doc_id, then the smallest path) is accepted, but a file
--          whose own document has that text stays before the others; a text that is known stays where it is, and the
--          file is its duplicate.
--          A document whose text is erased keeps its verdict, and no file is a duplicate of it.
--          A file keeps the path that it was taken in by, wherever it was moved since.
-- Grain: one row a source file of the batch (table settled_files).
-- Parameters: $batch_id, $batch_no, $taken_in_at_utc, $run_id, $erased_doc_ids.
-- Reads: judged_files, parent_documents, parent_verdicts, pending_files (settled files of earlier batches that no release
--        holds yet); moved files are filed under where they are now.
WITH RECURSIVE newest_pending AS (
    SELECT * FROM pending_files
    WHERE verdict = 'accepted'
    QUALIFY row_number() OVER (PARTITION BY inbox_no, source_path ORDER BY batch_no DESC) = 1
),
-- Documents that stand before this batch and hold a text of it.
standing_documents AS (
    SELECT *
    FROM (
        SELECT files.inbox_no, files.source_path, doc_id, date_start, text_sha256
        FROM (
            SELECT doc_id, date_start, text_sha256 FROM parent_documents
            SEMI JOIN judged_files USING (text_sha256)
        ) AS same_text
        JOIN (
            SELECT inbox_no, source_path, doc_id FROM parent_verdicts
            WHERE verdict = 'accepted' AND standing = 'current'
        ) AS files USING (doc_id)
        ANTI JOIN newest_pending USING (inbox_no, source_path)
        UNION ALL
        SELECT inbox_no, source_path, doc_id, date_start, text_sha256
        FROM newest_pending
    ) AS documents
    SEMI JOIN judged_files USING (text_sha256)
),
passed AS (
    SELECT
        judged_files.inbox_no,
        judged_files.source_path,
        judged_files.text_sha256,
        first_value(judged_files.doc_id) OVER same_text AS first_doc_id,
        row_number() OVER same_text AS place
    FROM judged_files
    LEFT JOIN standing_documents AS own USING (inbox_no, source_path, text_sha256)
    WHERE
        judged_files.verdict = 'accepted'
        AND judged_files.doc_id NOT IN (SELECT unnest($erased_doc_ids::VARCHAR[]))
    WINDOW same_text AS (
        PARTITION BY judged_files.text_sha256
        ORDER BY own.doc_id IS NULL, judged_files.date_start, judged_files.doc_id, judged_files.source_path
    )
),
blocked_at_once AS (
    SELECT inbox_no, source_path FROM passed WHERE place > 1
    UNION
    SELECT passed.inbox_no, passed.source_path
    FROM (SELECT * FROM standing_documents ANTI JOIN passed USING (inbox_no, source_path)) AS untouched
    JOIN passed USING (text_sha256)
),
-- Files that will not be accepted. The document on the path of such a file stays, so its text stays known, which
-- blocks other files in turn: where files are renamed in a chain, each name holds what the one before it held.
blocked AS (
    SELECT inbox_no, source_path FROM blocked_at_once
    UNION
    SELECT passed.inbox_no, passed.source_path
    FROM blocked
    JOIN standing_documents AS staying
        ON staying.inbox_no = blocked.inbox_no AND staying.source_path = blocked.source_path
    JOIN passed ON passed.text_sha256 = staying.text_sha256
),
-- A document whose own path brings a new accepted text is about to be superseded: it is no match for anything.
known AS (
    SELECT text_sha256, arg_min(doc_id, (date_start, doc_id)) AS doc_id
    FROM standing_documents
    ANTI JOIN (SELECT * FROM passed ANTI JOIN blocked USING (inbox_no, source_path)) AS replacing
        USING (inbox_no, source_path)
    GROUP BY text_sha256
),
compared AS (
    SELECT
        judged_files.*,
        CASE
            WHEN known.doc_id IS NOT NULL THEN known.doc_id
            WHEN passed.place > 1 THEN passed.first_doc_id
        END AS duplicate_of
    FROM judged_files
    LEFT JOIN passed USING (inbox_no, source_path)
    LEFT JOIN known ON known.text_sha256 = judged_files.text_sha256 AND passed.place IS NOT NULL
)
SELECT
    inbox_no,
    filed_source AS source,
    filed_path AS source_path,
    source_sha256,
    CASE WHEN duplicate_of IS NULL THEN verdict ELSE 'duplicate' END AS verdict,
    CASE WHEN duplicate_of IS NULL THEN reason ELSE 'exact_duplicate' END AS reason,
    CASE WHEN duplicate_of IS NULL THEN measure ELSE 'similarity' END AS measure,
    CASE WHEN duplicate_of IS NULL THEN measured_value ELSE '1.0' END AS measured_value,
    CASE WHEN duplicate_of IS NULL THEN threshold ELSE 'a text not known yet' END AS threshold,
    doc_id,
    date_start,
    text_sha256,
    duplicate_of,
    $batch_id::VARCHAR AS batch_id,
    $batch_no::INTEGER AS batch_no,
    $taken_in_at_utc::TIMESTAMP AS taken_in_at_utc,
    $run_id::VARCHAR AS run_id
FROM compared
ORDER BY filed_source, filed_path;
