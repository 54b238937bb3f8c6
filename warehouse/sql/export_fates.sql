-- Purpose: what becomes of each document of a release in an export: chosen, or the first reason why not.
-- Grain: one row a document (doc_id).
-- Parameters: $start, $end (days or null), $is_overlap, $is_causal, $has_no_later_mentions, $split (day or null),
--             $is_delta, $later (releases after the one that the holder has). Reads: documents, date_mentions, changes,
--             revised and withdrawn (doc_id), matching (doc_id of documents that the condition holds for).
CREATE TEMP TABLE fates AS
WITH asked AS (
    SELECT
        doc_id,
        date_start,
        date_end,
        CASE WHEN $is_causal THEN earliest_date ELSE date_start END AS known_from
    FROM documents
)
SELECT
    doc_id,
    year(date_start)::INTEGER AS year,
    CASE
        WHEN doc_id IN (SELECT doc_id FROM withdrawn) THEN 'withdrawn'
        WHEN $is_delta AND doc_id NOT IN (
            SELECT doc_id FROM changes WHERE change IN ('added', 'changed') AND list_contains($later, release)
        ) THEN 'unchanged'
        WHEN $is_overlap AND (date_end < $start::DATE OR date_start > $end::DATE) THEN 'outside_range'
        WHEN NOT $is_overlap AND (date_start < $start::DATE OR date_end > $end::DATE) THEN 'outside_range'
        WHEN $is_causal AND doc_id IN (SELECT doc_id FROM revised) THEN 'revised'
        WHEN NOT $is_overlap AND known_from < $start::DATE THEN 'known_before_range'
        WHEN
            $has_no_later_mentions
            AND doc_id IN (SELECT date_mentions.doc_id FROM date_mentions WHERE relation = 'after')
            THEN 'mentions_later_time'
        WHEN date_end >= $split::DATE AND known_from < $split::DATE THEN 'across_split'
        WHEN doc_id NOT IN (SELECT matching.doc_id FROM matching) THEN 'not_matching'
        ELSE 'chosen'
    END AS fate,
    CASE WHEN $split::DATE IS NULL THEN 'all' WHEN known_from >= $split::DATE THEN 'test' ELSE 'train' END AS part
FROM asked;
