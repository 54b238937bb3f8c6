-- Purpose: no duplicate at all, for assemble's SQL where no release is to be believed.
-- Grain: no row.
-- Parameters: none.
SELECT
    NULL::VARCHAR AS source,
    NULL::VARCHAR AS source_path,
    NULL::VARCHAR AS doc_id,
    NULL::VARCHAR AS duplicate_of,
    NULL::DATE AS date_start
WHERE false;
