-- Purpose: what the gate judges of documents that are new or changed; never their text.
-- Grain: one row a document.
-- Parameters: none. Reads: documents (of the candidate), delta.
SELECT
    doc_id, inbox_no, source, source_path, date_start, date_end, date_precision, published_month, earliest_date, lang,
    lang_probability, second_lang, target_lang_share, is_anachronistic, char_count, word_count, sentence_count, paragraph_count, encoding,
    rules_version, batch_id, first_release
FROM documents
WHERE doc_id IN (SELECT doc_id FROM delta WHERE change IN ('added', 'changed'))
ORDER BY doc_id;
