-- Purpose: the same columns without a row, for a warehouse in which nothing was judged yet.
-- Grain: no row.
-- Parameters: none.
SELECT
    NULL::INTEGER AS inbox_no,
    NULL::VARCHAR AS source,
    NULL::VARCHAR AS source_path,
    NULL::VARCHAR AS source_sha256,
    NULL::VARCHAR AS verdict,
    NULL::VARCHAR AS standing,
    NULL::VARCHAR AS reason,
    NULL::VARCHAR AS measure,
    NULL::VARCHAR AS measured_value,
    NULL::VARCHAR AS threshold,
    NULL::VARCHAR AS doc_id,
    NULL::VARCHAR AS batch_id,
    NULL::INTEGER AS batch_no,
    NULL::TIMESTAMP AS taken_in_at_utc,
    NULL::VARCHAR AS run_id,
    NULL::BOOLEAN AS is_pending
WHERE false;
