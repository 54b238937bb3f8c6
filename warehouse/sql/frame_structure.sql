-- Purpose: new documents with sound paragraphs, sentences and date mentions, and ids that such rows name though no document
--          has them. Suspect documents are in `frame_structure_errors.sql`. Documents that were there before were judged when
--          they were new; here their rows in files that were written anew are only asked whose they are.
-- Grain: one row a new document that is not suspect, and one an id without a document.
-- Parameters: $first_id, $end_id (ids from the first one and below the other; an absent id counts as an empty text).
-- Reads: new_documents (files that the candidate wrote), new_contents, suspect_documents, stray_parts.
WITH orphans AS (
    SELECT
        doc_id,
        coalesce(sum(row_count) FILTER (part = 'paragraph'), 0)::BIGINT AS paragraphs,
        coalesce(sum(row_count) FILTER (part = 'sentence'), 0)::BIGINT AS sentences,
        coalesce(sum(row_count) FILTER (part = 'date_mention'), 0)::BIGINT AS date_mentions
    FROM stray_parts
    ANTI JOIN new_documents USING (doc_id)
    WHERE coalesce(doc_id, '') >= $first_id AND coalesce(doc_id, '') < $end_id
    GROUP BY doc_id
)
SELECT
    doc_id,
    batch_id,
    0::BIGINT AS orphan_paragraph_count,
    0::BIGINT AS orphan_sentence_count,
    0::BIGINT AS orphan_date_mention_count,
    paragraph_count::BIGINT AS paragraph_count,
    paragraph_count::BIGINT AS found_paragraph_count,
    sentence_count::BIGINT AS sentence_count,
    sentence_count::BIGINT AS found_sentence_count,
    0::BIGINT AS paragraph_number_error_count,
    0::BIGINT AS sentence_number_error_count,
    0::BIGINT AS paragraph_offset_error_count,
    0::BIGINT AS sentence_offset_error_count,
    0::BIGINT AS date_mention_offset_error_count,
    0::BIGINT AS paragraph_gap_error_count,
    0::BIGINT AS sentence_gap_error_count,
    0::BIGINT AS stray_sentence_count,
    0::BIGINT AS repeated_date_mention_count,
    0::BIGINT AS wrong_value_count,
    0::BIGINT AS wrong_relation_count,
    0::BIGINT AS wrong_month_count,
    0::BIGINT AS unlisted_label_count
FROM new_documents
SEMI JOIN (SELECT doc_id FROM new_contents WHERE doc_id >= $first_id AND doc_id < $end_id) AS contents USING (doc_id)
ANTI JOIN suspect_documents USING (doc_id)
UNION ALL
SELECT
    doc_id, NULL, paragraphs, sentences, date_mentions,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
FROM orphans
ORDER BY doc_id NULLS FIRST;
