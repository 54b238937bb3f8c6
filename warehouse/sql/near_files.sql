-- Purpose: files of the batch that are accepted when exact texts are settled, in the order in which they survive, under
--          the paths that they have now.
-- Grain: one row a file (file_no, from 0).
-- Parameters: none. Reads: settled_exact, judged_files.
CREATE OR REPLACE TEMP TABLE near_files AS
SELECT
    row_number() OVER (ORDER BY settled_exact.date_start, settled_exact.doc_id) - 1 AS file_no,
    settled_exact.doc_id,
    settled_exact.inbox_no,
    judged_files.source_path
FROM settled_exact
JOIN judged_files
    ON judged_files.inbox_no = settled_exact.inbox_no AND judged_files.filed_path = settled_exact.source_path
WHERE settled_exact.verdict = 'accepted';
