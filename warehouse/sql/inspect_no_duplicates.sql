-- Purpose: the same columns without a row, for a warehouse in which nothing was judged yet.
-- Grain: no row.
-- Parameters: none.
SELECT
    NULL::INTEGER AS inbox_no,
    NULL::VARCHAR AS source,
    NULL::VARCHAR AS source_path,
    NULL::VARCHAR AS doc_id,
    NULL::VARCHAR AS duplicate_of,
    NULL::DATE AS date_start,
    NULL::VARCHAR AS kind,
    NULL::DOUBLE AS similarity,
    NULL::BOOLEAN AS is_pending
WHERE false;
