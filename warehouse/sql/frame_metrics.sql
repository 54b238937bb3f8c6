-- Purpose: what later releases are compared with: how much came, what became of it, what the new texts are like.
-- Grain: one row.
-- Parameters: $document_count, $parent_document_count. Reads: pending_files, delta, new_documents, new_term_months (files
--             that the candidate wrote), parent_term_months (the parent's of the same years).
WITH pending AS (
    SELECT
        count(*) AS files,
        count(*) FILTER (verdict = 'accepted') AS accepted,
        count(*) FILTER (verdict = 'rejected') AS rejected,
        count(*) FILTER (verdict = 'duplicate') AS duplicates,
        count(*) FILTER (reason = 'exact_duplicate') AS exact_duplicates,
        count(*) FILTER (reason = 'near_duplicate') AS near_duplicates
    FROM pending_files
),
added AS (
    SELECT
        count(*) AS documents,
        avg((date_precision = 'year')::INTEGER) AS year_precision_share,
        avg((len(repairs) > 0)::INTEGER) AS repaired_share,
        avg(is_anachronistic::INTEGER) AS anachronistic_share,
        median(word_count) AS median_word_count,
        avg(dutch_word_share) AS function_word_share
    FROM new_documents
    WHERE doc_id IN (SELECT doc_id FROM delta WHERE change = 'added')
),
-- Terms of one word in the months that texts come to, of years that the parent has terms of.
terms_now AS (
    SELECT DISTINCT regexp_extract(filename, '-(\d{4})(-\d{2})?\.parquet$', 1) AS year, term
    FROM new_term_months
    WHERE n = 1
        AND published_month IN (
            SELECT published_month FROM new_documents
            WHERE doc_id IN (SELECT doc_id FROM delta WHERE change = 'added')
        )
),
terms_before AS (
    SELECT DISTINCT regexp_extract(filename, '-(\d{4})(-\d{2})?\.parquet$', 1) AS year, term
    FROM parent_term_months
    WHERE n = 1
),
new_terms AS (
    SELECT avg((terms_before.term IS NULL)::INTEGER) AS new_term_share
    FROM terms_now
    LEFT JOIN terms_before USING (year, term)
    WHERE year IN (SELECT year FROM terms_before)
)
SELECT
    $document_count::BIGINT AS document_count,
    $parent_document_count::BIGINT AS parent_document_count,
    added.documents AS added_document_count,
    (SELECT count(*) FROM delta WHERE change = 'removed') AS removed_document_count,
    pending.files AS new_file_count,
    pending.accepted AS new_accepted_count,
    pending.rejected AS new_rejected_count,
    pending.duplicates AS new_duplicate_count,
    round((pending.rejected / nullif(pending.files, 0))::DOUBLE, 6) AS refused_share,
    round((pending.exact_duplicates / nullif(pending.files, 0))::DOUBLE, 6) AS exact_duplicate_share,
    round((pending.near_duplicates / nullif(pending.files, 0))::DOUBLE, 6) AS near_duplicate_share,
    round(added.year_precision_share, 6) AS year_precision_share,
    round(added.repaired_share, 6) AS repaired_share,
    round(added.anachronistic_share, 6) AS anachronistic_share,
    added.median_word_count::DOUBLE AS median_word_count,
    round(added.function_word_share, 6) AS function_word_share,
    round(new_terms.new_term_share, 6) AS new_term_share
FROM pending, added, new_terms;
