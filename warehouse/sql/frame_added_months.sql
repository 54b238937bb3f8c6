-- Purpose: the months that new documents are of, so that what lies in others is not read: files are sorted by month.
-- Grain: one row.
-- Parameters: none. Reads: new_documents, new_contents.
SELECT
    min(published_month) AS first_month,
    max(published_month) AS last_month,
    count(*) > count(published_month) AS has_year_only
FROM new_documents
WHERE doc_id IN (SELECT doc_id FROM new_contents);
