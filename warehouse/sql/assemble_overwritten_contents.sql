-- Purpose: contents that documents took the place of whose texts are erased: from a batch before that one they do not
--          come back under that path.
-- Grain: one row a content, path and batch.
-- Parameters: $doc_ids, $inbox_nos, $path_sha256s, $before_batch_nos (of the same length).
CREATE OR REPLACE TEMP TABLE overwritten_contents AS
SELECT
    unnest($doc_ids::VARCHAR[]) AS doc_id,
    unnest($inbox_nos::INTEGER[]) AS inbox_no,
    unnest($path_sha256s::VARCHAR[]) AS path_sha256,
    unnest($before_batch_nos::INTEGER[]) AS before_batch_no;
