-- Purpose: added documents that no staged file holds: part of a batch was lost since it was judged.
-- Grain: one row.
-- Parameters: none. Reads: delta, added_parts.
SELECT count(*) FROM delta WHERE change = 'added' AND doc_id NOT IN (SELECT doc_id FROM added_parts);
