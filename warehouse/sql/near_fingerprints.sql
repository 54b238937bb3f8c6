-- Purpose: fingerprints of a batch with the part that each document lies in, read off the file's name and counted as the
--          batch counts its parts: where parts were put together, it is the first of them.
-- Grain: one row a document of a part.
-- Parameters: $batch_no, $first_number (of its first file), $part_nos (of each of its files, from that one on, the part).
-- Reads: fingerprint_files.
SELECT
    doc_id,
    date_start,
    bands,
    list_extract(
        $part_nos, regexp_extract(filename, '/part-(\d+)\.parquet$', 1)::INTEGER - $first_number + 1
    )::INTEGER AS part_no
FROM fingerprint_files
WHERE batch_no = $batch_no;
