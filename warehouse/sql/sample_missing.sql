-- Purpose: how many documents of the parent's sample the candidate does not hold any more.
-- Grain: one row, a number.
-- Parameters: $linked_years (years whose files are the parent's). Reads: parent_sample, new_documents.
SELECT count(*) AS missing
FROM parent_sample
WHERE
    NOT list_contains($linked_years, year(date_start))
    AND doc_id NOT IN (SELECT doc_id FROM new_documents);
