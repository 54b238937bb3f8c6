-- Purpose: fingerprints of a batch with the number of the part that each document lies in, read off the file's name.
-- Grain: one row a document of a part.
-- Parameters: none. Reads: fingerprint_files.
CREATE OR REPLACE TEMP VIEW fingerprints AS
SELECT doc_id, date_start, bands, regexp_extract(filename, '/part-(\d+)\.parquet$', 1)::INTEGER AS part_no
FROM fingerprint_files;
