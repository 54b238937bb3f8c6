-- Purpose: no verdict at all, for assemble's SQL where no release is to be believed.
-- Grain: no row.
-- Parameters: none.
SELECT
    NULL::INTEGER AS inbox_no,
    NULL::VARCHAR AS source,
    NULL::VARCHAR AS source_path,
    NULL::VARCHAR AS filed_path,
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
    NULL::VARCHAR AS run_id
WHERE false;
