-- Purpose: how many withdrawals the parent does not tell.
-- Grain: one row.
-- Parameters: none. Reads: recorded_tombstones, parent_tombstones.
SELECT count(*) AS new_count FROM recorded_tombstones ANTI JOIN parent_tombstones USING (doc_id);
