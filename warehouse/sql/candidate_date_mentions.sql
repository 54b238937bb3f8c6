-- Purpose: date mentions of every year that documents come to or go from, the parent's and the new ones.
-- Grain: one row a mention, filed by the year of its document's date_start (file_key).
-- Parameters: none. Reads: delta, touched_years_date_mentions, staged_date_mentions, added_parts.
SELECT parent.* EXCLUDE (filename), regexp_extract(parent.filename, '-(\d+)\.parquet$', 1) AS file_key
FROM touched_years_date_mentions AS parent
WHERE parent.doc_id NOT IN (SELECT doc_id FROM delta WHERE change IN ('removed', 'withdrawn'))
UNION ALL BY NAME
SELECT staged.* EXCLUDE (batch_no, filename), added_parts.file_key
FROM staged_date_mentions AS staged
JOIN added_parts
    ON added_parts.doc_id = staged.doc_id
    AND added_parts.staged_batch_no = staged.batch_no
    AND added_parts.date_mentions_file = staged.filename
ORDER BY file_key, published_month NULLS FIRST, doc_id, char_start;
