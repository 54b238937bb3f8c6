-- Purpose: when something new arrived last; before anything did, when the first run looked.
-- Grain: one row; null before the first run.
-- Parameters: none.
-- Reads: batches, runs.
SELECT coalesce(
    (SELECT max(taken_in_at_utc) FROM batches),
    (SELECT min(started_at_utc) FROM runs WHERE command IN ('run', 'take-in'))
) AS arrived_at_utc;
