-- Purpose: documents of every touched file, the parent's and the new ones, with their places; without their texts, which are
--          put beside them in the order of the places (warehouse/document_files.py).
-- Grain: one row a document.
-- Parameters: $release, $languages (wanted ones). Reads: places, delta, new_contents, origins, added_parts, staged_documents, batches,
--             touched_documents_files (the parent's files that they replace).
WITH kept AS (
    SELECT
        parent.* REPLACE (
            coalesce(delta.inbox_no, parent.inbox_no) AS inbox_no,
            coalesce(delta.source, parent.source) AS source,
            coalesce(delta.source_path, parent.source_path) AS source_path,
            coalesce(delta.earliest_date, parent.earliest_date) AS earliest_date
        )
    FROM touched_documents_files AS parent
    LEFT JOIN delta ON delta.doc_id = parent.doc_id AND delta.change = 'changed'
    WHERE parent.doc_id NOT IN (SELECT doc_id FROM delta WHERE change IN ('removed', 'withdrawn'))
),
added AS (
    SELECT
        staged.* EXCLUDE (
            content_status, content_measure, content_value, content_threshold, date_status, byte_count, letter_count,
            batch_no, filename
        ) REPLACE (
            delta.source AS source,
            delta.source_path AS source_path,
            -- Measured perhaps when other languages were wanted.
            round(
                coalesce(
                    list_sum(
                        list_transform(
                            list_filter(
                                staged.lang_shares,
                                lambda lang_share: list_contains($languages, split_part(lang_share, ' ', 1))
                            ),
                            lambda lang_share: split_part(lang_share, ' ', 2)::DOUBLE
                        )
                    ),
                    0
                ),
                6
            ) AS target_lang_share
        ),
        delta.earliest_date,
        coalesce(origins.first_release, $release::VARCHAR) AS first_release,
        coalesce(origins.batch_id, batches.batch_id) AS batch_id,
        coalesce(origins.ingested_at_utc, batches.taken_in_at_utc) AS ingested_at_utc
    FROM staged_documents AS staged
    JOIN added_parts
        ON added_parts.doc_id = staged.doc_id
        AND added_parts.staged_batch_no = staged.batch_no
        AND added_parts.staged_path = staged.source_path
    JOIN new_contents AS delta ON delta.doc_id = staged.doc_id
    JOIN batches ON batches.batch_no = delta.batch_no
    LEFT JOIN origins ON origins.doc_id = staged.doc_id
)
SELECT documents.* EXCLUDE (text), places.place
FROM (SELECT * FROM kept UNION ALL BY NAME SELECT * FROM added) AS documents
JOIN places USING (doc_id);
