-- Purpose: the published documents among some ids.
-- Grain: one row a document (doc_id).
-- Parameters: $doc_ids. Reads: published_documents.
SELECT
    doc_id,
    source_path,
    title,
    date_text,
    date_start,
    date_end,
    date_precision,
    earliest_date,
    lang,
    lang_probability,
    target_lang_share,
    second_lang,
    second_lang_by,
    second_lang_confidence,
    is_anachronistic,
    anachronism_evidence,
    has_date_conflict,
    word_count,
    encoding,
    repairs,
    first_release
FROM published_documents
WHERE list_contains($doc_ids, doc_id)
ORDER BY doc_id;
