-- Purpose: forget runs that found nothing new and are older than they are kept; what the others did stays known.
-- Parameters: $before (TIMESTAMP, UTC).
-- Reads: runs.
DELETE FROM runs
WHERE outcome = 'nothing new'
    AND ended_at_utc < $before;
