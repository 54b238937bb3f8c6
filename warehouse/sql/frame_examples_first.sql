-- Purpose: some ids behind each figure, for people.
-- Grain: one row a figure and document, the first by id of each figure.
-- Parameters: $example_count. Reads: frame_examples.
SELECT figure, doc_id
FROM frame_examples
QUALIFY row_number() OVER (PARTITION BY figure ORDER BY doc_id) <= $example_count
ORDER BY figure, doc_id;
