-- Purpose: keyword in context: where a word or phrase stands, with what stands before and behind it.
--          Words are whole, as transforms/words.py has them: a hyphen or apostrophe between letters belongs to the word,
--          a stop or comma between digits to the number. Case is levelled. Between the words of a phrase there may be a
--          comma, bracket or line break, no full stop and no blank line. Each match is put between two marks (U+001F);
--          twice, because neighbours share the space between them, which one pass gives to the first alone.
-- Grain: one row an occurrence.
-- Parameters of the macro: term, width (characters of context on each side).
CREATE MACRO kwic(term, width := 40) AS TABLE
WITH characters AS (
    SELECT
        '\pL\p{Nd}\pM' || chr(31) AS inside,
        '''’‘\x{2010}\x{2011}\x{00ad}\x{200c}\x{200d}\-'
        || CASE WHEN regexp_matches(term, '[0-9]') THEN '.,' ELSE '' END AS joiners,
        regexp_replace(
            regexp_escape(trim(regexp_replace(term, '\s+', ' ', 'g'))),
            '\\? ',
            '[^\\pL\\p{Nd}\\s.!?…]{0,3}(?:[^\\S\\n]{1,3}|\\n)[^\\pL\\p{Nd}\\s.!?…]{0,3}',
            'g'
        ) AS phrase
),
pattern AS (
    SELECT
        '(?i)((?:^|[^' || inside || joiners || ']|(?:^|[^' || inside || '])[' || joiners || ']))'
        || '(' || phrase || ')'
        || '($|[^' || inside || joiners || ']|[' || joiners || '](?:$|[^' || inside || ']))' AS pattern,
        '\1' || chr(31) || '\2' || chr(31) || '\3' AS marked
    FROM characters
),
pieces AS (
    SELECT
        doc_id,
        published_month,
        date_start,
        string_split(
            regexp_replace(
                regexp_replace(replace(text, chr(31), ' '), pattern, marked, 'g'), pattern, marked, 'g'
            ),
            chr(31)
        ) AS parts
    FROM documents
    CROSS JOIN pattern
    WHERE trim(term) <> '' AND contains(lower(text), lower(regexp_extract(term, '\S+')))
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
