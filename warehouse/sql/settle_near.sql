-- Purpose: the verdicts of one batch, near copies told: of an accepted file that is a near copy, and of the files that
--          hold just its text. A file that has the very text of what stands is an exact duplicate.
-- Grain: one row a source file of the batch (table settled_files).
-- Parameters: $minimum_similarity. Reads: settled_exact, near_matches.
SELECT
    settled_exact.* REPLACE (
        CASE WHEN near.doc_id IS NULL THEN settled_exact.verdict ELSE 'duplicate' END AS verdict,
        CASE
            WHEN near.doc_id IS NULL THEN settled_exact.reason
            WHEN near.is_same_text THEN 'exact_duplicate'
            ELSE 'near_duplicate'
        END AS reason,
        CASE WHEN near.doc_id IS NULL THEN settled_exact.measure ELSE 'similarity' END AS measure,
        CASE
            WHEN near.doc_id IS NULL THEN settled_exact.measured_value
            ELSE near.similarity::VARCHAR
        END AS measured_value,
        CASE
            WHEN near.doc_id IS NULL THEN settled_exact.threshold
            WHEN near.is_same_text THEN 'a text not known yet'
            ELSE 'below ' || $minimum_similarity::DOUBLE
        END AS threshold,
        coalesce(near.duplicate_of, settled_exact.duplicate_of) AS duplicate_of
    )
FROM settled_exact
LEFT JOIN near_matches AS near
    ON near.doc_id = CASE settled_exact.verdict
        WHEN 'accepted' THEN settled_exact.doc_id
        WHEN 'duplicate' THEN settled_exact.duplicate_of
    END
ORDER BY settled_exact.source, settled_exact.source_path;
