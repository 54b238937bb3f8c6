-- Purpose: documents of the parent's sample that lie in files which the candidate took over as they are.
-- Grain: one row a document, with where it lies.
-- Parameters: $linked_years (years whose files are the parent's). Reads: parent_sample (with filename and file_row_number).
SELECT doc_id, filename, file_row_number FROM parent_sample WHERE list_contains($linked_years, year(date_start));
