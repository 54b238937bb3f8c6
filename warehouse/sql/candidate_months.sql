-- Purpose: documents, words and sentences by month; those of touched files are counted again, the others are the parent's.
-- Grain: one row a month, and one a year for documents of which only the year is known.
-- Parameters: none. Reads: touched_files (the candidate's documents of those files are candidate_documents),
--             parent_months.
SELECT *, 'all' AS file_key
FROM (
    SELECT * FROM parent_months
    WHERE file_key(coalesce(published_month, make_date(year, 1, 1))) NOT IN (SELECT file_key FROM touched_files)
    UNION ALL BY NAME
    SELECT
        year(date_start)::INTEGER AS year,
        published_month,
        count(*) AS documents,
        sum(word_count)::BIGINT AS words,
        sum(sentence_count)::BIGINT AS sentences
    FROM candidate_documents
    GROUP BY year(date_start), published_month
)
ORDER BY year, published_month NULLS FIRST;
