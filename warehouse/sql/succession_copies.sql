-- Purpose: the copies of dropped documents whose very text no accepted file holds, in the order in which they survive.
-- Grain: one row a file (inbox_no, source_path, doc_id).
-- Parameters: none. Reads: succession, versions, parent_duplicates, parent_verdicts.
WITH dropped AS (
    SELECT dropped_doc_id AS duplicate_of FROM succession WHERE promoted_source_path IS NOT NULL
)
SELECT inbox_no, source_path, doc_id, date_start, batch_no
FROM (
    SELECT inbox_no, source_path, doc_id, date_start, batch_no
    FROM versions
    SEMI JOIN dropped USING (duplicate_of)
    WHERE verdict = 'duplicate' AND standing = 'current'
    UNION ALL
    SELECT inbox_no, source_path, doc_id, parent_duplicates.date_start, parent_verdicts.batch_no
    FROM parent_duplicates
    SEMI JOIN dropped USING (duplicate_of)
    JOIN parent_verdicts USING (inbox_no, source_path, doc_id)
    ANTI JOIN versions USING (inbox_no, source_path)
    WHERE parent_verdicts.standing = 'current'
) AS copies
ORDER BY date_start, doc_id, source_path, inbox_no;
