-- Purpose: errors in the paragraphs, sentences and date mentions of suspect new documents: those that were not found sound
--          (warehouse/structure.py), which normally are none.
-- Grain: one row a suspect document.
-- Parameters: $kinds, $precisions, $relations (closed lists); $first_month, $last_month, $has_year_only of the new
--             documents: a row of another month than its document counts as missing, or as of a wrong month.
-- Reads: new_documents, new_paragraphs, new_sentences, new_date_mentions (files that the candidate wrote),
--        suspect_documents.
WITH added AS (
    SELECT
        doc_id, batch_id, published_month, date_start, date_end, char_count, paragraph_count, sentence_count
    FROM new_documents
    WHERE
        (
            published_month BETWEEN $first_month AND $last_month OR ($has_year_only AND published_month IS NULL)
        )
        AND doc_id IN (SELECT doc_id FROM suspect_documents)
),
-- Texts are joined to one kind of part at a time, and nothing is joined behind them: a plan that carried a text along with
-- each of its sentences held forty copies of it in memory.
texts AS NOT MATERIALIZED (
    SELECT doc_id, text AS document_text
    FROM new_documents
    WHERE
        (
            published_month BETWEEN $first_month AND $last_month OR ($has_year_only AND published_month IS NULL)
        )
        AND doc_id IN (SELECT doc_id FROM suspect_documents)
),
-- Each part with the one before it; only white space may lie between.
paragraphs AS (
    SELECT
        doc_id, published_month, paragraph_no, kind, char_start, char_end,
        coalesce(lag(char_end) OVER in_order, 0) AS end_before,
        row_number() OVER in_order AS place
    FROM new_paragraphs
    WHERE
        (
            published_month BETWEEN $first_month AND $last_month OR ($has_year_only AND published_month IS NULL)
        )
        AND doc_id IN (SELECT doc_id FROM added)
    WINDOW in_order AS (PARTITION BY doc_id ORDER BY char_start, paragraph_no)
),
paragraph_errors AS (
    SELECT
        doc_id,
        count(*) AS found_count,
        count(*) FILTER (paragraph_no IS DISTINCT FROM place) AS number_error_count,
        count(*) FILTER (char_start < end_before) + (max(char_end) IS DISTINCT FROM max(char_count))::BIGINT AS gap_error_count,
        count(*) FILTER (paragraphs.published_month IS DISTINCT FROM added.published_month) AS month_error_count,
        count(*) FILTER (NOT list_contains($kinds, kind)) AS label_error_count
    FROM paragraphs
    JOIN added USING (doc_id)
    GROUP BY doc_id
),
paragraph_text_errors AS (
    SELECT
        doc_id,
        count(*) FILTER (
            substring(document_text, char_start::BIGINT + 1, char_end::BIGINT - char_start) IS DISTINCT FROM text
        ) AS offset_error_count
    FROM new_paragraphs
    JOIN texts USING (doc_id)
    WHERE published_month BETWEEN $first_month AND $last_month OR ($has_year_only AND published_month IS NULL)
    GROUP BY doc_id
),
paragraph_gap_errors AS (
    SELECT
        doc_id,
        count(*) FILTER (
            char_start >= end_before
            AND NOT regexp_full_match(
                substring(document_text, end_before::BIGINT + 1, char_start::BIGINT - end_before), '[\s\p{Z}\x{85}]*'
            )
        ) AS gap_error_count
    FROM paragraphs
    JOIN texts USING (doc_id)
    GROUP BY doc_id
),
sentences AS (
    SELECT
        doc_id, published_month, paragraph_no, sentence_no, char_start, char_end,
        lag(char_end) OVER in_order AS end_before,
        row_number() OVER in_order AS place
    FROM new_sentences
    WHERE
        (
            published_month BETWEEN $first_month AND $last_month OR ($has_year_only AND published_month IS NULL)
        )
        AND doc_id IN (SELECT doc_id FROM added)
    WINDOW in_order AS (PARTITION BY doc_id, paragraph_no ORDER BY char_start, sentence_no)
),
sentence_errors AS (
    SELECT
        doc_id,
        count(*) AS found_count,
        count(*) FILTER (sentence_no IS DISTINCT FROM sentences.place) AS number_error_count,
        count(*) FILTER (sentences.char_start < sentences.end_before) AS gap_error_count,
        count(*) FILTER (
            paragraphs.doc_id IS NULL
            OR sentences.char_start < paragraphs.char_start
            OR sentences.char_end > paragraphs.char_end
        ) AS stray_count,
        count(*) FILTER (sentences.published_month IS DISTINCT FROM added.published_month) AS month_error_count
    FROM sentences
    JOIN added USING (doc_id)
    LEFT JOIN paragraphs USING (doc_id, paragraph_no)
    GROUP BY doc_id
),
sentence_text_errors AS (
    SELECT
        doc_id,
        count(*) FILTER (
            substring(document_text, char_start::BIGINT + 1, char_end::BIGINT - char_start) IS DISTINCT FROM text
        ) AS offset_error_count
    FROM new_sentences
    JOIN texts USING (doc_id)
    WHERE published_month BETWEEN $first_month AND $last_month OR ($has_year_only AND published_month IS NULL)
    GROUP BY doc_id
),
sentence_gap_errors AS (
    SELECT
        doc_id,
        count(*) FILTER (
            char_start >= end_before
            AND NOT regexp_full_match(
                substring(document_text, end_before::BIGINT + 1, char_start::BIGINT - end_before), '[\s\p{Z}\x{85}]*'
            )
        ) AS gap_error_count
    FROM sentences
    JOIN texts USING (doc_id)
    GROUP BY doc_id
),
date_mentions AS (
    SELECT
        doc_id, published_month, char_start, char_end, value_start, value_end, precision, relation,
        lag(char_end) OVER (PARTITION BY doc_id ORDER BY char_start, char_end) AS end_before
    FROM new_date_mentions
    WHERE
        (
            published_month BETWEEN $first_month AND $last_month OR ($has_year_only AND published_month IS NULL)
        )
        AND doc_id IN (SELECT doc_id FROM added)
),
date_mention_errors AS (
    SELECT
        doc_id,
        count(*) FILTER (char_start < end_before) AS repeated_count,
        count(*) FILTER (value_end < value_start) AS value_error_count,
        count(*) FILTER (
            relation IS DISTINCT FROM CASE
                WHEN value_end < date_start THEN 'before'
                WHEN value_start > date_end THEN 'after'
                ELSE 'same'
            END
        ) AS relation_error_count,
        count(*) FILTER (date_mentions.published_month IS DISTINCT FROM added.published_month) AS month_error_count,
        count(*) FILTER (
            NOT list_contains($precisions, precision) OR NOT list_contains($relations, relation)
        ) AS label_error_count
    FROM date_mentions
    JOIN added USING (doc_id)
    GROUP BY doc_id
),
date_mention_text_errors AS (
    SELECT
        doc_id,
        count(*) FILTER (
            substring(document_text, char_start::BIGINT + 1, char_end::BIGINT - char_start) IS DISTINCT FROM text
        ) AS offset_error_count
    FROM new_date_mentions
    JOIN texts USING (doc_id)
    WHERE published_month BETWEEN $first_month AND $last_month OR ($has_year_only AND published_month IS NULL)
    GROUP BY doc_id
)
SELECT
    doc_id,
    batch_id,
    0::BIGINT AS orphan_paragraph_count,
    0::BIGINT AS orphan_sentence_count,
    0::BIGINT AS orphan_date_mention_count,
    added.paragraph_count::BIGINT AS paragraph_count,
    coalesce(paragraph_errors.found_count, 0) AS found_paragraph_count,
    added.sentence_count::BIGINT AS sentence_count,
    coalesce(sentence_errors.found_count, 0) AS found_sentence_count,
    coalesce(paragraph_errors.number_error_count, 0) AS paragraph_number_error_count,
    coalesce(sentence_errors.number_error_count, 0) AS sentence_number_error_count,
    coalesce(paragraph_text_errors.offset_error_count, 0) AS paragraph_offset_error_count,
    coalesce(sentence_text_errors.offset_error_count, 0) AS sentence_offset_error_count,
    coalesce(date_mention_text_errors.offset_error_count, 0) AS date_mention_offset_error_count,
    coalesce(paragraph_errors.gap_error_count, 0)
        + coalesce(paragraph_gap_errors.gap_error_count, 0) AS paragraph_gap_error_count,
    coalesce(sentence_errors.gap_error_count, 0)
        + coalesce(sentence_gap_errors.gap_error_count, 0) AS sentence_gap_error_count,
    coalesce(sentence_errors.stray_count, 0) AS stray_sentence_count,
    coalesce(date_mention_errors.repeated_count, 0) AS repeated_date_mention_count,
    coalesce(date_mention_errors.value_error_count, 0) AS wrong_value_count,
    coalesce(date_mention_errors.relation_error_count, 0) AS wrong_relation_count,
    coalesce(paragraph_errors.month_error_count, 0)
        + coalesce(sentence_errors.month_error_count, 0)
        + coalesce(date_mention_errors.month_error_count, 0) AS wrong_month_count,
    coalesce(paragraph_errors.label_error_count, 0)
        + coalesce(date_mention_errors.label_error_count, 0) AS unlisted_label_count
FROM added
LEFT JOIN paragraph_errors USING (doc_id)
LEFT JOIN sentence_errors USING (doc_id)
LEFT JOIN date_mention_errors USING (doc_id)
LEFT JOIN paragraph_text_errors USING (doc_id)
LEFT JOIN paragraph_gap_errors USING (doc_id)
LEFT JOIN sentence_text_errors USING (doc_id)
LEFT JOIN sentence_gap_errors USING (doc_id)
LEFT JOIN date_mention_text_errors USING (doc_id)
ORDER BY doc_id;
