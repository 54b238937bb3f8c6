-- Purpose: fingerprints of the files that may be near copies of each other, in the order in which they survive.
-- Grain: one row a file.
-- Parameters: none. Reads: near_files, fingerprints.
SELECT near_files.file_no, near_files.doc_id, of_document.part_no, of_document.bands
FROM near_files
JOIN (
    SELECT doc_id, min(part_no) AS part_no, any_value(bands) AS bands FROM fingerprints GROUP BY doc_id
) AS of_document USING (doc_id)
ORDER BY near_files.file_no;
