-- Purpose: what the gate judges of documents that are new or changed, or that nothing accounts for; of their text only what
--          can be counted. Put in order from the table (frame_documents.sql): of a million new documents the joins and the
--          sort do not fit into the engine's memory at the same time.
-- Grain: one row a document.
-- Parameters: $first_month, $last_month, $has_year_only of the new documents; $has_suspects, whether any is suspect. Reads:
--             new_documents, new_verdicts (files that the candidate wrote), duplicates (of the candidate),
--             replaced_documents (files of the parent that it does not link), delta, new_contents, placed_documents,
--             suspect_documents.
CREATE OR REPLACE TEMP TABLE judged_documents AS
WITH duplicate_dates AS (
    SELECT duplicate_of AS doc_id, min(date_start) AS date_start
    FROM duplicates
    WHERE duplicate_of IN (SELECT doc_id FROM delta WHERE change IN ('added', 'changed'))
    GROUP BY duplicate_of
),
accepted_files AS (
    SELECT doc_id, inbox_no, source_path, list(source ORDER BY source) AS sources
    FROM new_verdicts
    WHERE verdict = 'accepted' AND standing = 'current' AND doc_id IN (SELECT doc_id FROM new_contents)
    GROUP BY doc_id, inbox_no, source_path
),
-- Of new documents that are not suspect it is known that the text is as long as it counts, and clean
-- (warehouse/structure.py).
measured_texts AS (
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
    UNION ALL
    SELECT doc_id, char_count, 0
    FROM placed_documents
    WHERE doc_id NOT IN (SELECT doc_id FROM suspect_documents)
)
SELECT
    new_documents.doc_id, new_documents.inbox_no, new_documents.source, new_documents.source_path,
    new_documents.date_start, date_end, date_precision, published_month, earliest_date, lang, lang_probability,
    second_lang, target_lang_share, is_anachronistic, char_count, word_count, sentence_count, paragraph_count, encoding,
    rules_version, batch_id, first_release,
    change IS NULL OR new_documents.doc_id IN (SELECT doc_id FROM new_contents) AS is_added,
    text_char_count,
    control_character_count,
    CASE
        WHEN list_contains(sources, new_documents.source) THEN new_documents.source
        ELSE sources[1]
    END AS accepted_source,
    least(new_documents.date_start, duplicate_dates.date_start) AS expected_earliest_date
FROM new_documents
LEFT JOIN (SELECT doc_id, change FROM delta WHERE change IN ('added', 'changed')) AS changing
    ON changing.doc_id = new_documents.doc_id
LEFT JOIN measured_texts ON measured_texts.doc_id = new_documents.doc_id
LEFT JOIN duplicate_dates ON duplicate_dates.doc_id = new_documents.doc_id
LEFT JOIN accepted_files
    ON accepted_files.doc_id = new_documents.doc_id
    AND accepted_files.inbox_no = new_documents.inbox_no
    AND accepted_files.source_path = new_documents.source_path
WHERE
    change IS NOT NULL
    OR new_documents.doc_id IN (SELECT doc_id FROM new_contents)
    OR new_documents.doc_id IS NULL
    OR new_documents.doc_id NOT IN (SELECT doc_id FROM replaced_documents);
