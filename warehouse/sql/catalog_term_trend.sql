-- Purpose: a term through time: how often it occurs in a million words, month by month. Months in which it is below the
--          cut-off of term_months stand there with 0; documents of which only the year is known are left out.
-- Grain: one row a month that has documents.
-- Parameters of the macro: term (one to three words; case and white space are levelled).
CREATE MACRO term_trend(term) AS TABLE
SELECT
    months.published_month,
    coalesce(found.occurrences, 0) AS occurrences,
    coalesce(found.documents, 0) AS documents,
    months.words AS words_of_month,
    months.documents AS documents_of_month,
    coalesce(found.occurrences, 0) * 1e6 / nullif(months.words, 0) AS per_million_words
FROM months
LEFT JOIN (
    SELECT term_months.published_month, term_months.occurrences, term_months.documents
    FROM term_months
    WHERE term_months.term = lower(trim(regexp_replace(term, '\s+', ' ', 'g')))
) AS found
    ON found.published_month = months.published_month
WHERE months.published_month IS NOT NULL
ORDER BY months.published_month;
