-- Purpose: no duplicate at all, for assemble's SQL where no release is to be believed.
-- Grain: no row.
-- Parameters: none.
SELECT
    NULL::INTEGER AS inbox_no,
    NULL::VARCHAR AS source,
    NULL::VARCHAR AS source_path,
    NULL::VARCHAR AS filed_path,
    NULL::VARCHAR AS doc_id,
    NULL::VARCHAR AS duplicate_of,
    NULL::DATE AS date_start
WHERE false;
