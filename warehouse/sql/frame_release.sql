-- Purpose: the candidate in one row of numbers: its account, its rows, and every kind of error it must have none of.
--          Structure is checked on the files that the candidate wrote; linked files were checked when they were new.
-- Grain: one row.
-- Parameters: $today, $catalog_document_count, $taken_in_file_count, $missing_file_count, $wrong_row_count_file_count,
--             $langdetect_audit_count, $langdetect_disagreement_count.
-- Reads: tables of the candidate (documents, paragraphs, sentences, verdicts, changes, months), new_documents,
--        new_paragraphs, new_sentences, new_date_mentions, new_term_months (files it wrote), manifest_counts,
--        parent_documents, touched_verdicts, delta, new_contents.
WITH parts AS (
    SELECT 'paragraph' AS kind, doc_id, char_start, char_end, text FROM new_paragraphs
    UNION ALL
    SELECT 'sentence' AS kind, doc_id, char_start, char_end, text FROM new_sentences
    UNION ALL
    SELECT 'date_mention' AS kind, doc_id, char_start, char_end, text FROM new_date_mentions
),
orphans AS (
    SELECT kind, count(*) AS orphan_count FROM parts ANTI JOIN new_documents USING (doc_id) GROUP BY kind
),
-- Texts of documents that were there before were compared when they were new.
offset_errors AS (
    SELECT kind, count(*) AS offset_error_count
    FROM parts
    JOIN (
        SELECT doc_id, text AS document_text FROM new_documents
        SEMI JOIN new_contents USING (doc_id)
    ) AS added_documents USING (doc_id)
    WHERE substring(document_text, char_start + 1, char_end - char_start) IS DISTINCT FROM text
    GROUP BY kind
),
-- What the terms of a month cannot be: more words than it has, in more documents than it has, below the cut-off.
term_sums AS (
    SELECT
        regexp_extract(filename, '-(\d+)\.parquet$', 1)::INTEGER AS year,
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
),
lost AS (
    SELECT count(*) AS lost_document_count
    FROM parent_documents
    ANTI JOIN documents USING (doc_id)
    WHERE doc_id NOT IN (SELECT doc_id FROM delta WHERE change IN ('removed', 'withdrawn'))
)
SELECT
    (SELECT count(*) FROM documents) AS document_count,
    $catalog_document_count::BIGINT AS catalog_document_count,
    (SELECT rows FROM manifest_counts WHERE table_name = 'documents') AS manifest_document_count,
    (SELECT count(*) FROM paragraphs) AS paragraph_count,
    (SELECT rows FROM manifest_counts WHERE table_name = 'paragraphs') AS manifest_paragraph_count,
    (SELECT count(*) FROM sentences) AS sentence_count,
    (SELECT rows FROM manifest_counts WHERE table_name = 'sentences') AS manifest_sentence_count,
    (SELECT count(*) FROM date_mentions) AS date_mention_count,
    (SELECT rows FROM manifest_counts WHERE table_name = 'date_mentions') AS manifest_date_mention_count,
    (SELECT count(*) FROM term_months) AS term_month_count,
    (SELECT rows FROM manifest_counts WHERE table_name = 'term_months') AS manifest_term_month_count,
    (SELECT wrong_term_month_count FROM term_errors) AS wrong_term_month_count,
    (SELECT count(*) FROM verdicts) AS verdict_count,
    (SELECT rows FROM manifest_counts WHERE table_name = 'verdicts') AS manifest_verdict_count,
    $taken_in_file_count::BIGINT AS taken_in_file_count,
    (SELECT count(*) FROM pending_files) AS new_verdict_count,
    (SELECT count(*) FROM pending_files WHERE verdict = 'accepted') AS new_accepted_count,
    (SELECT count(*) FROM pending_files WHERE verdict = 'rejected') AS new_rejected_count,
    (SELECT count(*) FROM pending_files WHERE verdict = 'duplicate') AS new_duplicate_count,
    (
        SELECT count(*) FROM verdicts WHERE verdict = 'accepted' AND standing = 'current'
    ) AS published_accepted_current_count,
    (SELECT count(*) - count(DISTINCT doc_id) FROM documents) AS repeated_doc_id_count,
    coalesce((SELECT orphan_count FROM orphans WHERE kind = 'paragraph'), 0) AS orphan_paragraph_count,
    coalesce((SELECT orphan_count FROM orphans WHERE kind = 'sentence'), 0) AS orphan_sentence_count,
    coalesce((SELECT orphan_count FROM orphans WHERE kind = 'date_mention'), 0) AS orphan_date_mention_count,
    coalesce(
        (SELECT offset_error_count FROM offset_errors WHERE kind = 'date_mention'), 0
    ) AS date_mention_offset_error_count,
    (
        SELECT count(*) FROM new_date_mentions JOIN new_documents USING (doc_id)
        WHERE relation <> CASE
            WHEN value_end < date_start THEN 'before'
            WHEN value_start > date_end THEN 'after'
            ELSE 'same'
        END
    ) AS wrong_relation_count,
    coalesce(
        (SELECT offset_error_count FROM offset_errors WHERE kind = 'paragraph'), 0
    ) AS paragraph_offset_error_count,
    coalesce(
        (SELECT offset_error_count FROM offset_errors WHERE kind = 'sentence'), 0
    ) AS sentence_offset_error_count,
    (
        SELECT count(*) FROM new_documents
        WHERE doc_id NOT IN (SELECT doc_id FROM paragraphs)
    ) AS documents_without_paragraph_count,
    (SELECT lost_document_count FROM lost) AS lost_document_count,
    $missing_file_count::BIGINT AS missing_file_count,
    $wrong_row_count_file_count::BIGINT AS wrong_row_count_file_count,
    (SELECT count(*) FROM documents WHERE date_start > $today::DATE) AS future_document_count,
    (SELECT count(DISTINCT rules_version) FROM documents) AS rules_version_count,
    (SELECT coalesce(sum(documents), 0)::BIGINT FROM months) AS months_document_count,
    $langdetect_audit_count::BIGINT AS langdetect_audit_count,
    $langdetect_disagreement_count::BIGINT AS langdetect_disagreement_count;
