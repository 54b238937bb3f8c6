-- Purpose: the new verdicts of a folder of batches, as they are written.
-- Grain: one row a source file of a batch (batch_no, source, source_path).
-- Parameters: none. Reads: settled_folder.
FROM settled_folder ORDER BY batch_no, source, source_path;
