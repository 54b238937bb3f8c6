-- Purpose: judged files with the number of their batch, which tells under which paths they were known.
-- Grain: one row a source file of the batch.
-- Parameters: $view, $batch_no.
SELECT *, $batch_no::INTEGER AS batch_no FROM query_table($view);
