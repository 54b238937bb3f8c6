-- Purpose: accepted files no longer stand where a batch brings accepted content under their path.
-- Grain: one row an accepted file.
-- Parameters: none. Reads: settled_now.
DELETE FROM standing_files
USING settled_now
WHERE
    settled_now.verdict = 'accepted'
    AND standing_files.source = settled_now.source
    AND standing_files.source_path = settled_now.source_path;
