-- Purpose: the accepted files of a batch stand for the batches after it; their evidence is left out, to keep the table
--          narrow.
-- Grain: one row an accepted file.
-- Parameters: none. Reads: settled_present.
INSERT INTO standing_files BY NAME
SELECT * EXCLUDE (filed_path, filed_source, reason, measure, measured_value, threshold, batch_id, taken_in_at_utc, run_id)
FROM settled_present
WHERE verdict = 'accepted';
