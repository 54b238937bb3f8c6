-- Purpose: rows of some batches, out of files that hold others too.
-- Grain: one row a row of the view.
-- Parameters: $view (a view with batch_no), $batch_nos.
SELECT * FROM query_table($view)
WHERE batch_no IN (SELECT unnest($batch_nos));
