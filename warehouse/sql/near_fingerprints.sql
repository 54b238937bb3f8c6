-- Purpose: fingerprints of a batch with the part that each document lies in, read off the file's name and counted as the
--          batch counts its parts: where parts were put together, it is the first of them.
-- Grain: one row a document of a part.
-- Parameters: $batch_no, $part_numbers (of each part of the batch, the number of the file). Reads: fingerprint_files.
SELECT
    doc_id,
    date_start,
    bands,
    list_position(
        $part_numbers::INTEGER[], regexp_extract(filename, '/part-(\d+)\.parquet$', 1)::INTEGER
    ) - 1 AS part_no
FROM fingerprint_files
WHERE batch_no = $batch_no;
