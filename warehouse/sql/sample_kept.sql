-- Purpose: documents of the parent's sample that lie in files which the candidate took over as they are.
-- Grain: one row a document, with where it lies.
-- Parameters: $linked_keys (years and months whose files are the parent's). Reads: parent_sample (with filename and
--             file_row_number).
SELECT doc_id, filename, file_row_number
FROM parent_sample
WHERE list_has_any($linked_keys, [strftime(date_start, '%Y'), strftime(date_start, '%Y-%m')]);
