-- Purpose: what became of each document between two releases. Withdrawn is what the later one has a tombstone of.
-- Grain: one row a document (doc_id) that is not the same in both.
-- Parameters: none. Reads: a_documents, b_documents (of files that differ), b_tombstones. Places: {{differs}}.
CREATE OR REPLACE TEMP TABLE document_differences AS
SELECT
    doc_id,
    CASE
        WHEN a.doc_id IS NULL THEN 'added'
        WHEN b.doc_id IS NOT NULL THEN 'changed'
        WHEN doc_id IN (SELECT doc_id FROM b_tombstones) THEN 'withdrawn'
        ELSE 'removed'
    END AS change,
    coalesce(b.published_month, a.published_month) AS published_month,
    year(coalesce(b.date_start, a.date_start)) AS year,
    coalesce(b.lang, a.lang) AS lang,
    coalesce(b.source, a.source) AS source,
    coalesce(b.source_path, a.source_path) AS source_path
FROM a_documents AS a
FULL JOIN b_documents AS b USING (doc_id)
WHERE a.doc_id IS NULL OR b.doc_id IS NULL OR {{differs}};
