-- Purpose: documents of a release for a comparison; a text counts as the hash of it.
-- Grain: one row a document (doc_id).
-- Parameters: $view.
SELECT * REPLACE (hash(text) AS text) FROM query_table($view);
