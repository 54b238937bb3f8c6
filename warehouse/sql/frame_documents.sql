-- Purpose: what the gate judges of documents that are new or changed, or that nothing accounts for; of their text only what
--          can be counted. Asked range by range of ids: of a million new documents the joins and the sort do not fit into
--          the engine's memory at the same time.
-- Grain: one row a document, in the order of their ids.
-- Parameters: $first_id, $end_id (ids from the first one and below the other; an absent id counts as an empty text);
--             $first_month, $last_month, $has_year_only of the new documents; $has_suspects, whether any is suspect. Reads:
--             new_documents, new_verdicts (files that the candidate wrote), duplicates (of the candidate),
--             replaced_documents (files of the parent that it does not link), delta, new_contents, suspect_documents.
WITH contents AS (
    SELECT doc_id FROM new_contents WHERE doc_id >= $first_id AND doc_id < $end_id
),
changing AS (
    SELECT doc_id, change FROM delta
    WHERE change IN ('added', 'changed') AND doc_id >= $first_id AND doc_id < $end_id
),
duplicate_dates AS (
    SELECT duplicate_of AS doc_id, min(date_start) AS date_start
    FROM duplicates
    WHERE duplicate_of IN (SELECT doc_id FROM changing)
    GROUP BY duplicate_of
),
accepted_files AS (
    SELECT doc_id, inbox_no, source_path, list(source ORDER BY source) AS sources
    FROM new_verdicts
    WHERE verdict = 'accepted' AND standing = 'current' AND doc_id IN (SELECT doc_id FROM contents)
    GROUP BY doc_id, inbox_no, source_path
),
suspects AS (
    SELECT
        doc_id,
        length(text) AS text_char_count,
        length(text) - length(regexp_replace(text, '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]', '', 'g'))
            AS control_character_count
    FROM new_documents
    WHERE
        -- Without it the texts of all documents would be read to find those of none.
        $has_suspects::BOOLEAN
        AND (
            published_month BETWEEN $first_month AND $last_month OR ($has_year_only AND published_month IS NULL)
        )
        AND doc_id IN (SELECT doc_id FROM suspect_documents)
)
SELECT
    new_documents.doc_id, new_documents.inbox_no, new_documents.source, new_documents.source_path,
    new_documents.date_start, date_end, date_precision, published_month, earliest_date, lang, lang_probability,
    second_lang, target_lang_share, is_anachronistic, char_count, word_count, sentence_count, paragraph_count, encoding,
    rules_version, batch_id, first_release,
    change IS NULL OR contents.doc_id IS NOT NULL AS is_added,
    -- Of new documents that are not suspect it is known that the text is as long as it counts, and clean
    -- (warehouse/structure.py); those that are not new were measured when they were.
    CASE
        WHEN suspects.doc_id IS NOT NULL THEN suspects.text_char_count
        WHEN contents.doc_id IS NOT NULL THEN char_count
    END AS text_char_count,
    CASE
        WHEN suspects.doc_id IS NOT NULL THEN suspects.control_character_count
        WHEN contents.doc_id IS NOT NULL THEN 0
    END AS control_character_count,
    CASE
        WHEN list_contains(sources, new_documents.source) THEN new_documents.source
        ELSE sources[1]
    END AS accepted_source,
    least(new_documents.date_start, duplicate_dates.date_start) AS expected_earliest_date
FROM new_documents
LEFT JOIN changing ON changing.doc_id = new_documents.doc_id
LEFT JOIN contents ON contents.doc_id = new_documents.doc_id
LEFT JOIN suspects ON suspects.doc_id = new_documents.doc_id
LEFT JOIN duplicate_dates ON duplicate_dates.doc_id = new_documents.doc_id
LEFT JOIN accepted_files
    ON accepted_files.doc_id = new_documents.doc_id
    AND accepted_files.inbox_no = new_documents.inbox_no
    AND accepted_files.source_path = new_documents.source_path
WHERE
    coalesce(new_documents.doc_id, '') >= $first_id
    AND coalesce(new_documents.doc_id, '') < $end_id
    AND (
        change IS NOT NULL
        OR contents.doc_id IS NOT NULL
        OR new_documents.doc_id IS NULL
        OR new_documents.doc_id NOT IN (SELECT doc_id FROM replaced_documents)
    )
ORDER BY new_documents.doc_id NULLS FIRST;
