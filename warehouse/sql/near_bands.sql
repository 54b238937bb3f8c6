-- Purpose: fingerprints of the files that may be near copies of each other, in no order: they are put in order without their
--          bands, which are most of their bytes.
-- Grain: one row a file and a document of a part; byte-equal copies have several, of which the first part counts.
-- Parameters: none. Reads: near_files, fingerprints.
SELECT near_files.file_no, near_files.doc_id, fingerprints.part_no, fingerprints.bands
FROM fingerprints
JOIN near_files USING (doc_id);
