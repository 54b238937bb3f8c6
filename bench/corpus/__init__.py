"""Makes corpora of which everything is known: `python -m bench.corpus --help`.

Every file comes with a row of truth: what is wrong with it, its date, language and encoding, the repairs it needs, the
text that has to come out, and of which other file it is a copy, with the true similarity. All text is invented: the
templates and word lists in `languages/` were written for this project. What a file holds depends on the seed, its
number and the shares of the kinds, so a corpus can grow without changing what is there.

The modules, from the words up: `chance` (draws that are the same everywhere) · `language` (templates into sentences) ·
`articles` (sentences into articles) · `headers` (dates, good and bad) · `encodings` (bytes that need a repair) ·
`copies` (near copies of a stated similarity) · `kinds` (which file is of which kind) · `files` (a file and its truth) ·
`writer` (both on the disk).
"""
