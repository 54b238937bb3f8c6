-- Purpose: terms of one year: touched months as they were counted now, the other months as the parent has them.
-- Grain: one row a term and month, filed by year (file_key).
-- Parameters: $file_key (the year). Reads: counted_terms, parent_term_months (of that year), touched_term_months.
SELECT *, $file_key::VARCHAR AS file_key
FROM (
    SELECT * FROM counted_terms
    UNION ALL BY NAME
    SELECT * FROM parent_term_months AS parent
    WHERE NOT EXISTS (
        SELECT 1 FROM touched_term_months AS touched
        WHERE
            touched.year = $file_key::INTEGER
            AND touched.published_month IS NOT DISTINCT FROM parent.published_month
    )
) AS terms
ORDER BY file_key, term, published_month NULLS FIRST;
