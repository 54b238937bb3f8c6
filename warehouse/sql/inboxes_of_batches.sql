-- Purpose: which inbox the files of batches lay in, and its name then.
-- Grain: one row a batch.
-- Parameters: none. Reads: raw_files (view over the raw parts of batches).
SELECT batch_no, min(inbox_no) AS inbox_no, min(inbox) AS inbox
FROM raw_files
GROUP BY batch_no
ORDER BY batch_no;
