-- Purpose: documents of earlier batches that share bands with files of this one, and where their text lies.
-- Grain: one row a file's document and an earlier one.
-- Parameters: none. Reads: near_found.
CREATE OR REPLACE TEMP TABLE near_known AS
SELECT
    doc_id,
    known_doc_id,
    max(batch_no) AS batch_no,
    arg_max(part_no, batch_no) AS part_no
FROM near_found
GROUP BY doc_id, known_doc_id;
