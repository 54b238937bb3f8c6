-- Purpose: the candidate in one row of numbers: its account, and what must not be in it. Files that were linked were judged
--          when they were new; of the parent only the files that this candidate replaces are read (docs/quality_gate.md).
-- Grain: one row.
-- Parameters: $release, $document_count, $parent_document_count, $parent_rules_version (null where no file is
--             linked), $taken_in_file_count, $langdetect_audit_count, $langdetect_disagreement_count.
-- Reads: new_documents, new_verdicts, new_changes, new_term_months (files that the candidate wrote), duplicates, months,
--        tombstones (of the candidate), replaced_documents, replaced_verdicts (files of the parent that it does not link),
--        parent_months, parent_tombstones, pending_files, touched_verdicts, delta, asked_documents.
WITH told AS (SELECT doc_id, change FROM new_changes WHERE release = $release),
pending AS (
    SELECT
        count(*) AS files,
        count(*) FILTER (verdict = 'accepted') AS accepted,
        count(*) FILTER (verdict = 'rejected') AS rejected,
        count(*) FILTER (verdict = 'duplicate') AS duplicates
    FROM pending_files
),
-- Months, and years of which only the year is known, of which the parent's documents are counted anew.
recounted_months AS (
    SELECT DISTINCT year(date_start) AS year, published_month FROM replaced_documents
),
expected_months AS (
    SELECT
        year(date_start)::INTEGER AS year,
        published_month,
        count(*) AS documents,
        sum(word_count)::BIGINT AS words,
        sum(sentence_count)::BIGINT AS sentences
    FROM new_documents
    GROUP BY ALL
    UNION ALL
    SELECT year, published_month, documents, words, sentences
    FROM parent_months
    WHERE
        NOT EXISTS (
            SELECT 1 FROM recounted_months
            WHERE
                recounted_months.year = parent_months.year
                AND recounted_months.published_month IS NOT DISTINCT FROM parent_months.published_month
        )
),
wrong_months AS (
    SELECT 1 FROM (
        SELECT year, published_month, documents, words, sentences FROM months
        EXCEPT ALL
        SELECT year, published_month, documents, words, sentences FROM expected_months
    )
    UNION ALL
    SELECT 1 FROM (
        SELECT year, published_month FROM expected_months
        EXCEPT ALL
        SELECT year, published_month FROM months
    )
),
-- What the terms of a month cannot be: more words than it has, in more documents than it has, below the cut-off.
term_sums AS (
    SELECT
        regexp_extract(filename, '-(\d{4})(-\d{2})?\.parquet$', 1)::INTEGER AS year,
        published_month,
        coalesce(sum(occurrences) FILTER (WHERE n = 1), 0) AS words,
        max(documents) AS documents,
        count(*) FILTER (WHERE documents < 2 OR occurrences < 3 OR documents > occurrences) AS impossible_count
    FROM new_term_months
    GROUP BY ALL
),
term_errors AS (
    SELECT count(*) AS wrong_term_month_count
    FROM term_sums
    LEFT JOIN months
        ON months.year = term_sums.year AND months.published_month IS NOT DISTINCT FROM term_sums.published_month
    WHERE
        months.year IS NULL
        OR term_sums.words > months.words
        OR term_sums.documents > months.documents
        OR term_sums.impossible_count > 0
)
SELECT
    $document_count::BIGINT AS document_count,
    $parent_document_count::BIGINT AS parent_document_count,
    (SELECT count(*) FROM told WHERE change = 'added') AS added_document_count,
    (SELECT count(*) FROM told WHERE change = 'removed') AS removed_document_count,
    (SELECT count(*) FROM told WHERE change = 'withdrawn') AS withdrawn_document_count,
    (SELECT count(*) FROM new_verdicts WHERE verdict = 'accepted' AND standing = 'current')
    - (SELECT count(*) FROM replaced_verdicts WHERE verdict = 'accepted' AND standing = 'current')
        AS accepted_file_difference,
    $taken_in_file_count::BIGINT AS taken_in_file_count,
    pending.files AS new_verdict_count,
    pending.accepted AS new_accepted_count,
    pending.rejected AS new_rejected_count,
    pending.duplicates AS new_duplicate_count,
    (SELECT count(*) FROM frame_examples WHERE figure = 'repeated_doc_id_count') AS repeated_doc_id_count,
    (SELECT count(*) FROM frame_examples WHERE figure = 'lost_document_count') AS lost_document_count,
    (SELECT count(*) FROM frame_examples WHERE figure = 'unexplained_document_count') AS unexplained_document_count,
    (SELECT count(*) FROM frame_examples WHERE figure = 'untold_change_count') AS untold_change_count,
    (SELECT count(*) FROM frame_examples WHERE figure = 'orphan_duplicate_count') AS orphan_duplicate_count,
    (SELECT count(*) FROM frame_examples WHERE figure = 'tombstone_error_count') AS tombstone_error_count,
    (SELECT count(*) FROM frame_examples WHERE figure = 'future_document_count') AS future_document_count,
    (
        SELECT count(*) FROM (
            SELECT rules_version FROM new_documents
            UNION
            SELECT $parent_rules_version::VARCHAR WHERE $parent_rules_version IS NOT NULL
        )
    ) AS rules_version_count,
    (SELECT coalesce(sum(documents), 0)::BIGINT FROM months) AS months_document_count,
    (SELECT count(*) FROM wrong_months) AS wrong_month_count,
    (SELECT wrong_term_month_count FROM term_errors) AS wrong_term_month_count,
    $langdetect_audit_count::BIGINT AS langdetect_audit_count,
    $langdetect_disagreement_count::BIGINT AS langdetect_disagreement_count
FROM pending;
