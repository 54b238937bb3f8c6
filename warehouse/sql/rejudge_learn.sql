-- Purpose: the accepted files of a batch stand for the batches after it; their evidence is left out, to keep the table
--          narrow. A document whose text is erased stands for nothing: no near copy could be compared with it.
-- Grain: one row an accepted file.
-- Parameters: $erased_doc_ids. Reads: settled_present.
INSERT INTO standing_files BY NAME
SELECT * EXCLUDE (filed_path, filed_source, reason, measure, measured_value, threshold, batch_id, taken_in_at_utc, run_id)
FROM settled_present
WHERE verdict = 'accepted' AND doc_id NOT IN (SELECT unnest($erased_doc_ids::VARCHAR[]));
