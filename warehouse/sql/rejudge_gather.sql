-- Purpose: keep the new verdicts of a batch until those of all batches of its folder are there.
-- Grain: one row a source file of the batch (source, source_path).
-- Parameters: none. Reads: compared.
INSERT INTO settled_folder BY NAME SELECT * EXCLUDE (old_reason, is_same) FROM compared;
