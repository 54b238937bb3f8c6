-- Purpose: the new verdicts of a batch, as they are written.
-- Grain: one row a source file of the batch (source, source_path).
-- Parameters: none. Reads: compared.
SELECT * EXCLUDE (old_reason, is_same) FROM compared ORDER BY source, source_path;
