-- Purpose: the settled files of a batch beside what they were. A verdict that comes out as it was stays the verdict of
--          the run that gave it.
-- Grain: one row a source file of the batch (source, source_path).
-- Parameters: none. Reads: settled_now (as settled now), old_files (as they stand).
CREATE OR REPLACE TEMP TABLE compared AS
WITH beside AS (
    SELECT
        settled_now.*,
        old.reason AS old_reason,
        old.run_id AS old_run_id,
        old.verdict IS NOT NULL
        AND (
            settled_now.verdict, settled_now.reason, settled_now.measure, settled_now.measured_value,
            settled_now.threshold, settled_now.duplicate_of
        ) IS NOT DISTINCT FROM (
            old.verdict, old.reason, old.measure, old.measured_value, old.threshold, old.duplicate_of
        ) AS is_same
    FROM settled_now
    LEFT JOIN old_files AS old USING (inbox_no, source_path)
)
SELECT * EXCLUDE (old_run_id) REPLACE (CASE WHEN is_same THEN old_run_id ELSE run_id END AS run_id)
FROM beside;
