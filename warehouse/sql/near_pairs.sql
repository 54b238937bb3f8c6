-- Purpose: files of the batch beside the documents that stand before it and may be near copies. A document whose own path
--          brings an accepted text is replaced by that file, unless it turns out to be a copy.
-- Grain: one row a file and a standing document (file_no, known_no).
-- Parameters: none. Reads: near_known, near_files, parent_documents, parent_verdicts, pending_files.
CREATE OR REPLACE TEMP TABLE near_pairs AS
WITH newest_pending AS (
    SELECT * FROM pending_files
    WHERE verdict = 'accepted'
    QUALIFY row_number() OVER (PARTITION BY inbox_no, source_path ORDER BY batch_no DESC) = 1
),
candidates AS (
    SELECT DISTINCT known_doc_id AS doc_id FROM near_known
),
standing AS (
    SELECT files.inbox_no, files.source_path, doc_id, date_start
    FROM (
        SELECT doc_id, date_start FROM parent_documents SEMI JOIN candidates USING (doc_id)
    ) AS documents
    JOIN (
        SELECT inbox_no, source_path, doc_id FROM parent_verdicts
        WHERE verdict = 'accepted' AND standing = 'current'
    ) AS files USING (doc_id)
    ANTI JOIN newest_pending USING (inbox_no, source_path)
    UNION ALL
    SELECT inbox_no, source_path, doc_id, date_start
    FROM newest_pending
    SEMI JOIN candidates USING (doc_id)
),
known AS (
    SELECT
        standing.doc_id,
        row_number() OVER (ORDER BY min(standing.date_start), standing.doc_id) - 1 AS known_no,
        CASE WHEN count(*) = count(near_files.file_no) THEN min(near_files.file_no) END AS replaced_by
    FROM standing
    LEFT JOIN near_files USING (inbox_no, source_path)
    GROUP BY standing.doc_id
)
SELECT
    near_files.file_no,
    known.known_no,
    known.doc_id AS known_doc_id,
    near_known.batch_no,
    near_known.part_no,
    known.replaced_by
FROM near_known
JOIN near_files USING (doc_id)
JOIN known ON known.doc_id = near_known.known_doc_id;
