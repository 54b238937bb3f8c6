-- Purpose: keep some of the chosen documents, drawn at random and the same ones every time.
-- Grain: one row a document that is not drawn.
-- Parameters: $size, $seed. Reads: fates.
UPDATE fates SET fate = 'not_drawn'
WHERE
    fate = 'chosen'
    AND doc_id NOT IN (
        SELECT drawn.doc_id FROM fates AS drawn WHERE drawn.fate = 'chosen'
        ORDER BY md5($seed || ' ' || drawn.doc_id), drawn.doc_id
        LIMIT $size
    );
