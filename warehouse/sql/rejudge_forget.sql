-- Purpose: accepted files no longer stand where a batch brings accepted content under their path.
-- Grain: one row an accepted file.
-- Parameters: none. Reads: settled_present (as settled now, under the paths that files have now).
DELETE FROM standing_files
USING settled_present
WHERE
    settled_present.verdict = 'accepted'
    AND standing_files.inbox_no = settled_present.inbox_no
    AND standing_files.source_path = settled_present.source_path;
