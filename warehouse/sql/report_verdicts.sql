-- Purpose: verdicts by reason, and what langdetect said of the files that were refused for their language, for the
--          quality report: in all, and those that are new in the candidate.
-- Grain: one row a file, dimension and label.
-- Parameters: none. Reads: counted_verdicts (verdicts of some of the candidate's files, with filename),
--             touched_verdicts.
WITH marked AS (
    SELECT counted.*, touched_verdicts.source_path IS NOT NULL AS is_new
    FROM counted_verdicts AS counted
    LEFT JOIN touched_verdicts
        ON touched_verdicts.is_new
        AND touched_verdicts.inbox_no = counted.inbox_no
        AND touched_verdicts.source_path = counted.source_path
        AND touched_verdicts.source_sha256 = counted.source_sha256
),
labelled AS (
    SELECT filename, is_new, 'verdict' AS dimension, verdict || ': ' || reason AS label FROM marked
    UNION ALL
    -- The evidence of the judge begins with it: `langdetect nl 0.86; ...`.
    SELECT filename, is_new, 'refused_language', regexp_extract(measured_value, '^langdetect ([a-z-]+) ', 1)
    FROM marked
    WHERE verdict = 'rejected' AND regexp_matches(measured_value, '^langdetect [a-z-]+ ')
)
SELECT filename, dimension, label, count(*) AS count, count(*) FILTER (WHERE is_new) AS new_count
FROM labelled
GROUP BY filename, dimension, label
ORDER BY filename, dimension, label;
