-- Purpose: the pattern that finds a word or phrase whole and in any case, with what bounds it: groups 1 and 3 are the
--          bounds, group 2 is the term. Words are whole as transforms/words.py has them: a hyphen or apostrophe between
--          letters belongs to the word, a stop or comma between digits to the number. Between the words of a phrase there
--          may be a comma, a bracket or a line break, no full stop and no blank line (short lists of characters on
--          purpose: larger ones make long texts slow). U+001F bounds nothing: kwic marks with
--          it what it has found. One expression, and no table: DuckDB works it out once and not for every text (400 times
--          faster).
-- Grain: one text.
-- Parameters of the macro: term (a term without a word finds nothing).
CREATE MACRO phrase_pattern(term) AS
    '(?i)((?:^|[^\pL\p{Nd}\pM\x{1f}''’‘\x{2010}\x{2011}\x{00ad}\x{200c}\x{200d}\-'
    || CASE WHEN regexp_matches(term, '[0-9]') THEN '.,' ELSE '' END
    || ']|(?:^|[^\pL\p{Nd}\pM\x{1f}])[''’‘\x{2010}\x{2011}\x{00ad}\x{200c}\x{200d}\-'
    || CASE WHEN regexp_matches(term, '[0-9]') THEN '.,' ELSE '' END
    || ']))('
    || CASE
        WHEN regexp_matches(term, '[\pL\p{Nd}]') THEN regexp_replace(
            regexp_escape(trim(regexp_replace(term, '\s+', ' ', 'g'))),
            '\\? ',
            '[,;:()"''’‘“”„«»–—\\-]*(?:[ \\t\\x{a0}]+|\\n)[,;:()"''’‘“”„«»–—\\-]*',
            'g'
        )
        ELSE '[^\s\S]'
    END
    || ')($|[^\pL\p{Nd}\pM\x{1f}''’‘\x{2010}\x{2011}\x{00ad}\x{200c}\x{200d}\-'
    || CASE WHEN regexp_matches(term, '[0-9]') THEN '.,' ELSE '' END
    || ']|[''’‘\x{2010}\x{2011}\x{00ad}\x{200c}\x{200d}\-'
    || CASE WHEN regexp_matches(term, '[0-9]') THEN '.,' ELSE '' END
    || '](?:$|[^\pL\p{Nd}\pM\x{1f}]))';
