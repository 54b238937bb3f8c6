-- Purpose: keyword in context: where a word or phrase stands, with what stands before and behind it. Each match is put
--          between two marks (U+001F); twice, because neighbours share the space between them, which one pass gives to
--          the first alone.
-- Grain: one row an occurrence.
-- Parameters of the macro: term, width (characters of context on each side).
CREATE MACRO kwic(term, width := 40) AS TABLE
WITH pieces AS (
    SELECT
        doc_id,
        published_month,
        date_start,
        string_split(
            regexp_replace(
                regexp_replace(
                    replace(text, chr(31), ' '),
                    phrase_pattern(term),
                    '\1' || chr(31) || '\2' || chr(31) || '\3',
                    'g'
                ),
                phrase_pattern(term),
                '\1' || chr(31) || '\2' || chr(31) || '\3',
                'g'
            ),
            chr(31)
        ) AS parts
    FROM documents
    WHERE contains(lower(text), lower(regexp_extract(term, '\S+')))
),
places AS (
    SELECT
        doc_id,
        published_month,
        date_start,
        parts,
        unnest(range(2, len(parts), 2)) AS place
    FROM pieces
),
contexts AS (
    SELECT
        doc_id,
        published_month,
        date_start,
        array_to_string(list_slice(parts, 1, place - 1), '') AS before,
        list_extract(parts, place) AS match,
        array_to_string(list_slice(parts, place + 1, len(parts)), '') AS behind
    FROM places
)
SELECT
    doc_id,
    published_month,
    date_start,
    right(before, width) AS "left",
    match,
    left(behind, width) AS "right",
    length(before)::INTEGER AS char_start
FROM contexts
ORDER BY date_start, doc_id, char_start;
