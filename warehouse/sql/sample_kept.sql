-- Purpose: documents of the parent's sample that lie in files which the candidate took over as they are.
-- Grain: one row a document.
-- Parameters: $linked_years (years whose files are the parent's). Reads: parent_sample.
SELECT * FROM parent_sample WHERE list_contains($linked_years, year(date_start));
