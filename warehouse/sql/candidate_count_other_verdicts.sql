-- Purpose: how many verdicts of a candidate are not what its parent says, or the other way round; which run gave them does
--          not count.
-- Grain: one row.
-- Parameters: none. Reads: alike_verdicts (the candidate's), alike_parent_verdicts.
SELECT count(*) AS file_count
FROM (
    (SELECT * EXCLUDE (run_id) FROM alike_verdicts EXCEPT ALL SELECT * EXCLUDE (run_id) FROM alike_parent_verdicts)
    UNION ALL
    (SELECT * EXCLUDE (run_id) FROM alike_parent_verdicts EXCEPT ALL SELECT * EXCLUDE (run_id) FROM alike_verdicts)
) AS others;
