"""What is measured of the quality of a text: names, types, units, meanings and where each measure comes from.

`transforms/quality.py` takes them; `transforms/quality_thresholds.py` holds some of them against a bound. The
sources:

- *Gopher*: Rae et al. 2021, Scaling Language Models, appendix A1.1 (quality and repetition rules of MassiveText).
- *C4*: Raffel et al. 2020, Exploring the Limits of Transfer Learning, section 2.2.
- *FineWeb*: Penedo et al. 2024, The FineWeb Datasets, section 3.

Their word lists are English and their marks ASCII: here words are those of `transforms/words.py`, function words
Dutch, and quotation marks punctuation like any other.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["QUALITY_FLAGS", "QUALITY_MEASURES", "Measure"]


@dataclass(frozen=True)
class Measure:
    """One measure of the quality of a text.

    Attributes:
        name: Name of its column.
        type: Arrow type of its column.
        unit: What it counts, or `share` (0 to 1).
        meaning: One sentence.
        source: Whose measure it is or is made after.
    """

    name: str
    type: str
    unit: str
    meaning: str
    source: str


QUALITY_MEASURES = (
    # Characters. White space is left out of the denominators, so that layout does not count.
    Measure("letter_share", "double", "share", "Letters among the characters that are no white space.", "Gopher"),
    Measure("digit_share", "double", "share", "Digits among the characters that are no white space.", "FineWeb"),
    Measure(
        "symbol_share",
        "double",
        "share",
        "Symbols (# * _ | < > { } [ ] = + ~ ^ @ \\ and pictures) among the characters that are no white space; "
        "quotation marks, dashes, ellipses, brackets, %, & and € are punctuation and do not count.",
        "Gopher, which counts # and ellipses by words",
    ),
    Measure("capital_share", "double", "share", "Capitals among the letters.", "FineWeb"),
    # Words.
    Measure("mean_word_length", "double", "characters", "Mean length of the words.", "Gopher"),
    Measure("longest_word_length", "int32", "characters", "Length of the longest word.", "CCNet, Wenzek et al. 2020"),
    Measure("lettered_word_share", "double", "share", "Words with at least one letter among the words.", "Gopher"),
    Measure(
        "function_word_share",
        "double",
        "share",
        "Dutch function words (de, het, van, en, ...) among the words.",
        "Gopher, which asks for two of eight English ones",
    ),
    Measure("filler_word_share", "double", "share", "Words of `Lorem ipsum` among the words.", "C4"),
    # Repetition.
    Measure(
        "repeated_line_share",
        "double",
        "share",
        "Characters in lines that the text has had before, among the characters of its lines.",
        "Gopher",
    ),
    Measure(
        "repeated_paragraph_share",
        "double",
        "share",
        "Characters in paragraphs that the text has had before, among the characters of its lines.",
        "Gopher",
    ),
    Measure(
        "top_pair_share",
        "double",
        "share",
        "Words in the most frequent pair of words among the words; 0 where no pair comes twice.",
        "Gopher, top 2-gram",
    ),
    Measure(
        "repeated_phrase_share",
        "double",
        "share",
        "Runs of 5 words that the text has had before among its runs of 5 words.",
        "Gopher, duplicate 5-grams",
    ),
    Measure(
        "distinct_phrase_count",
        "int32",
        "runs of 5 words",
        "Different runs of 5 words: how much text is left when repetition is left out.",
        "Kroniek",
    ),
    # Lines. All shares are of the characters of the text's lines: a long paragraph weighs more than a short one.
    Measure("line_count", "int32", "lines", "Lines that hold more than white space.", "Gopher"),
    Measure(
        "finished_share",
        "double",
        "share",
        "Characters in paragraphs that end in a full stop, !, ? or ellipsis (closing marks aside).",
        "C4, FineWeb, which take lines",
    ),
    Measure("bullet_line_share", "double", "share", "Lines that begin with a bullet or a number, by lines.", "Gopher"),
    Measure("ellipsis_line_share", "double", "share", "Lines that end in an ellipsis, by lines.", "Gopher"),
    Measure("boilerplate_line_count", "int32", "lines", "Lines that are furniture of a page.", "C4"),
    Measure(
        "boilerplate_share",
        "double",
        "share",
        "Characters in lines that are furniture of a page: cookies, `Lees ook`, newsletter, sharing, menus, paywall.",
        "C4, which drops lines on cookies, terms of use and JavaScript",
    ),
    Measure("markup_line_count", "int32", "lines", "Lines with code or markup in them.", "C4, which asks for {"),
    Measure(
        "markup_share",
        "double",
        "share",
        "Characters in lines that are made of code: script, style sheet, JSON, tags, tables of a wiki.",
        "C4",
    ),
    Measure(
        "placeholder_share",
        "double",
        "share",
        "Characters in lines that keep a place free for a text to come: `Tekst volgt`, `[kop]`, `Dit is een test`.",
        "C4, which drops pages with Lorem ipsum",
    ),
)

QUALITY_FLAGS = (
    Measure(
        "is_cut_off",
        "bool",
        "",
        "The last line breaks off: a long one without an end, or one that ends in a comma, an article or `[...]`.",
        "C4, which drops such lines",
    ),
    Measure("has_boilerplate_lines", "bool", "", "At least one line is furniture of a page.", "C4"),
    Measure(
        "has_markup_leftovers",
        "bool",
        "",
        "At least one line has code or markup in it, or a word is longer than 100 characters.",
        "C4",
    ),
    Measure(
        "has_repetition",
        "bool",
        "",
        "A repetition measure is above Gopher's bound: lines or paragraphs .20, pairs .20, 5-word runs .15.",
        "Gopher",
    ),
    Measure("is_in_capitals", "bool", "", "More than half of the letters are capitals.", "FineWeb"),
    Measure(
        "is_list",
        "bool",
        "",
        "More than 90 % of at least three lines begin with a bullet, or less than 12 % of the text is in paragraphs "
        "that end like a sentence.",
        "Gopher (bullets), FineWeb (ends of lines)",
    ),
)
