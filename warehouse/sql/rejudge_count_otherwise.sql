-- Purpose: how many files of some batches are judged otherwise by their measures alone than they were. A duplicate had passed
--          every check, as an accepted file had.
-- Grain: one row.
-- Parameters: none. Reads: judged_files (as judged now), old_files (settled files of the batches as they stand).
SELECT count(*) AS file_count
FROM judged_files AS now
LEFT JOIN old_files AS old
    ON old.batch_no = now.batch_no AND old.inbox_no = now.inbox_no AND old.source_path = now.filed_path
WHERE CASE
    WHEN old.verdict = 'rejected' THEN
        (now.verdict, now.reason, now.measure, now.measured_value, now.threshold)
        IS DISTINCT FROM (old.verdict, old.reason, old.measure, old.measured_value, old.threshold)
    ELSE old.verdict IS NULL OR now.verdict <> 'accepted'
END;
