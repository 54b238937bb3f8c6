"""The closed list of reasons a verdict can have, in the order in which the judge asks.

`verdicts.reason` holds nothing but these names. A new reason is added here, with its meaning and an example;
the data dictionary, the gate's expectation and the help texts are made from this list.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["REASONS", "REASONS_BY_NAME", "VERDICTS", "Reason"]

VERDICTS = ("accepted", "rejected", "duplicate")
"""Exactly these; an uncertain language is a rejection with a reason of its own."""


@dataclass(frozen=True)
class Reason:
    """Why a file got its verdict.

    Attributes:
        name: As stored in `verdicts.reason`.
        verdict: The verdict that this reason belongs to.
        meaning: One sentence for the person who wonders.
        example: A file that meets it.
    """

    name: str
    verdict: str
    meaning: str
    example: str


REASONS = (
    Reason("file_empty", "rejected", "The file holds no byte.", "a file of 0 bytes"),
    Reason(
        "file_too_large",
        "rejected",
        "The file, expanded where it is compressed, is larger than the setting `maximum_file_bytes`; its bytes were "
        "not kept.",
        "a 25 MB log file that ends in .txt",
    ),
    Reason(
        "archive_unreadable",
        "rejected",
        "The compressed file is damaged, cut off, encrypted, or packed in a way that is not known here.",
        "a .zip whose download broke off",
    ),
    Reason(
        "archive_bomb",
        "rejected",
        "The compressed file expands too far: more members, bytes, or bytes by each compressed byte than the settings "
        "`maximum_archive_members`, `maximum_archive_bytes` and `maximum_archive_ratio` allow.",
        "a .zip of 100 kB that holds a gigabyte of zeros",
    ),
    Reason(
        "text_erased",
        "rejected",
        "The bytes were erased after a withdrawal; told of files that are measured again since.",
        "an article that was withdrawn with --erase",
    ),
    Reason(
        "binary_data",
        "rejected",
        "The bytes are no text: a known binary format, many control characters, or no encoding that can be read.",
        "a JPEG named photo.txt",
    ),
    Reason("date_missing", "rejected", "The text does not begin with `date` or `datum`.", "De gemeente heeft ..."),
    Reason("date_malformed", "rejected", "After `date` comes nothing that can be read as a date.", "date 19-04 De ..."),
    Reason(
        "date_impossible",
        "rejected",
        "The date is written right but does not exist.",
        "date 2019-13 or date 2021-02-31",
    ),
    Reason(
        "date_ambiguous",
        "rejected",
        "Day and month could each be the other, so the date has two meanings.",
        "date 04/05/2019: 4 May or 5 April",
    ),
    Reason(
        "date_in_future",
        "rejected",
        "The first day the date can mean lies after the day of the run.",
        "date 2031-05 in a run of November 2026",
    ),
    Reason(
        "date_too_early",
        "rejected",
        "The date lies before the setting `earliest_year`; the first Dutch newspaper is of 1618.",
        "date 0019-04",
    ),
    Reason("text_missing", "rejected", "After the header comes no text.", "date 2019-04 and nothing more"),
    Reason(
        "text_too_short",
        "rejected",
        "Fewer letters than the setting `minimum_letter_count`: too little to tell its language.",
        "date 2019-04 Binnenkort meer.",
    ),
    Reason(
        "text_placeholder",
        "rejected",
        "A good part of the text keeps the place of one to come: `Tekst volgt`, `[kop]`, Lorem ipsum.",
        "a heading and `Tekst volgt zo spoedig mogelijk.`",
    ),
    Reason(
        "text_markup",
        "rejected",
        "Most of the text is code or markup, or a fifth of its characters are symbols.",
        "a heading and twenty lines of JavaScript",
    ),
    Reason(
        "text_boilerplate",
        "rejected",
        "Most of the text is furniture of a page: cookies, menus, `Lees ook`, newsletter, paywall.",
        "a cookie statement",
    ),
    Reason(
        "language_unknown",
        "rejected",
        "The language detector finds no language in the text.",
        "a page of figures or of web addresses",
    ),
    Reason(
        "language_not_wanted",
        "rejected",
        "Two independent voices both say that the text is in no language of the setting `languages`.",
        "an English article",
    ),
    Reason(
        "language_uncertain",
        "rejected",
        "Only one of the two voices says a wanted language, langdetect is below `minimum_language_probability`, or too "
        "small a share of the text is in a wanted language.",
        "an article that is half Dutch, half German",
    ),
    Reason(
        "text_repetitive",
        "rejected",
        "Most lines or phrases have come before in the same text.",
        "one advertisement fifteen times",
    ),
    Reason(
        "text_not_prose",
        "rejected",
        "The text is figures, names or signs rather than sentences.",
        "a table of results",
    ),
    Reason(
        "text_anachronistic",
        "rejected",
        "The text tells of a time after its own date as past; asked only when `is_anachronism_refused` is set.",
        "date 2018-04 and `In 2021 werd de brug geopend.`",
    ),
    Reason(
        "exact_duplicate",
        "duplicate",
        "The same text (header date, line ends and spacing aside) is published or comes earlier in the batch.",
        "the same article delivered twice under two names",
    ),
    Reason(
        "near_duplicate",
        "duplicate",
        "So much of the text is published, or comes earlier in the batch, that the similarity reaches the setting "
        "`minimum_duplicate_similarity`.",
        "a press report that another paper prints with a new opening",
    ),
    Reason("all_checks_passed", "accepted", "Date, language and text passed every check.", "a dated Dutch article"),
)

REASONS_BY_NAME = {reason.name: reason for reason in REASONS}
