-- Purpose: the account of some settled files.
-- Grain: one row a batch that has any.
-- Parameters: none. Reads: settled_files.
SELECT
    batch_no,
    count(*) FILTER (WHERE verdict = 'accepted') AS accepted_count,
    count(*) FILTER (WHERE verdict = 'rejected') AS rejected_count,
    count(*) FILTER (WHERE verdict = 'duplicate') AS duplicate_count
FROM settled_files
GROUP BY batch_no;
