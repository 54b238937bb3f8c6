-- Purpose: documents by language, length and repair, for the quality report: in all, and those that the candidate adds.
-- Grain: one row a file, dimension and label. A document counts once a language and length, and once for each repair.
-- Parameters: none. Reads: counted_documents (documents of some of the candidate's files, with filename), delta.
WITH labelled AS (
    SELECT
        filename,
        doc_id IN (SELECT doc_id FROM delta WHERE change = 'added') AS is_new,
        unnest(
            [
                {'dimension': 'language', 'label': lang},
                {
                    'dimension': 'words',
                    'label': list_max(
                        list_filter([0, 50, 100, 200, 400, 800, 1600, 3200, 6400], lambda least: least <= word_count)
                    )::VARCHAR
                }
            ]
            || list_transform(
                CASE WHEN len(repairs) = 0 THEN ['none'] ELSE repairs END,
                lambda repair: {'dimension': 'repair', 'label': repair}
            ),
            recursive := TRUE
        )
    FROM counted_documents
)
SELECT filename, dimension, label, count(*) AS count, count(*) FILTER (WHERE is_new) AS new_count
FROM labelled
GROUP BY filename, dimension, label
ORDER BY filename, dimension, label;
