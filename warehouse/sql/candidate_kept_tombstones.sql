-- Purpose: the tombstones of the parent, written anew because everything is.
-- Grain: one row a withdrawn document (doc_id), in one file (file_key).
-- Parameters: none. Reads: parent_tombstones.
SELECT *, 'all' AS file_key FROM parent_tombstones ORDER BY doc_id;
