-- Purpose: whether anything that is published would change; new refusals and moved files alone change nothing.
-- Grain: one row, 1 or 0.
-- Parameters: none. Reads: delta, touched_verdicts, parent_duplicates, parent_documents, recorded_tombstones,
--             parent_tombstones.
SELECT (
    EXISTS (SELECT 1 FROM delta WHERE NOT is_move_only)
    OR EXISTS (SELECT 1 FROM touched_verdicts WHERE is_new AND verdict = 'duplicate' AND standing = 'current')
    OR EXISTS (
        SELECT 1
        FROM parent_duplicates
        JOIN touched_verdicts USING (inbox_no, source_path, doc_id)
        WHERE touched_verdicts.standing <> 'current' OR touched_verdicts.verdict <> 'duplicate'
    )
    OR (
        EXISTS (SELECT 1 FROM recorded_tombstones ANTI JOIN parent_tombstones USING (doc_id))
        AND EXISTS (SELECT 1 FROM parent_documents)
    )
)::INTEGER AS is_changed;
