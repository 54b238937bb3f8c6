-- Purpose: how many documents of the parent's sample the candidate does not hold any more.
-- Grain: one row, a number.
-- Parameters: $linked_keys (years and months whose files are the parent's). Reads: parent_sample, new_documents.
SELECT count(*) AS missing
FROM parent_sample
WHERE
    NOT list_has_any($linked_keys, [strftime(date_start, '%Y'), strftime(date_start, '%Y-%m')])
    AND doc_id NOT IN (SELECT doc_id FROM new_documents);
