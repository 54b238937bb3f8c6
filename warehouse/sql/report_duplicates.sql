-- Purpose: duplicate files by kind, for the quality report: in all, and those that are new in the candidate.
-- Grain: one row a file and kind.
-- Parameters: none. Reads: counted_duplicates (duplicates of some of the candidate's files, with filename),
--             touched_verdicts.
SELECT
    counted.filename,
    'kind' AS dimension,
    counted.kind AS label,
    count(*) AS count,
    count(touched.source_path) AS new_count
FROM counted_duplicates AS counted
LEFT JOIN (
    SELECT DISTINCT inbox_no, source_path, doc_id FROM touched_verdicts WHERE is_new AND verdict = 'duplicate'
) AS touched
    ON touched.inbox_no = counted.inbox_no
    AND touched.source_path = counted.source_path
    AND touched.doc_id = counted.doc_id
GROUP BY counted.filename, counted.kind
ORDER BY counted.filename, counted.kind;
