-- Purpose: where the parts of each document lie in the files that the candidate wrote, looked up once for all of them.
-- Grain: one row a kind of part and doc_id, of whatever documents.
-- Parameters: none. Reads: new_paragraphs, new_sentences, new_date_mentions (with filename and file_row_number).
CREATE OR REPLACE TEMP TABLE part_places AS
SELECT
    part,
    doc_id,
    row_count,
    first_row,
    last_row - first_row + 1 = row_count AND first_file = last_file AS is_in_one_place,
    regexp_extract(first_file, '-([\d-]+)\.parquet$', 1) AS file_key,
    first_month,
    last_month,
    month_count
FROM (
    SELECT
        'paragraph' AS part, doc_id, count(*) AS row_count,
        min(file_row_number) AS first_row, max(file_row_number) AS last_row,
        min(filename) AS first_file, max(filename) AS last_file,
        min(published_month) AS first_month, max(published_month) AS last_month, count(published_month) AS month_count
    FROM new_paragraphs
    GROUP BY doc_id
    UNION ALL
    SELECT
        'sentence', doc_id, count(*),
        min(file_row_number), max(file_row_number), min(filename), max(filename),
        min(published_month), max(published_month), count(published_month)
    FROM new_sentences
    GROUP BY doc_id
    UNION ALL
    SELECT
        'date_mention', doc_id, count(*),
        min(file_row_number), max(file_row_number), min(filename), max(filename),
        min(published_month), max(published_month), count(published_month)
    FROM new_date_mentions
    GROUP BY doc_id
);
