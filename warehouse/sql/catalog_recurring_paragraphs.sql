-- Purpose: the passages that recur, counted when asked: nothing has to be counted anew when a release adds documents,
--          and a query that does not ask for their text reads hashes and ids only.
-- Grain: one row a text of a paragraph that at least two documents hold.
-- Parameters: none. Reads: paragraphs.
CREATE VIEW recurring_paragraphs AS
SELECT
    text_hash,
    min(kind) AS kind,
    count(DISTINCT doc_id) AS documents,
    count(DISTINCT published_month) AS months,
    min(published_month) AS first_month,
    max(published_month) AS last_month,
    min(text) AS text
FROM paragraphs
-- Most texts stand once; the exact counts are taken of the few others.
WHERE text_hash IN (SELECT text_hash FROM paragraphs GROUP BY text_hash HAVING count(*) > 1)
GROUP BY text_hash
HAVING count(DISTINCT doc_id) > 1;
