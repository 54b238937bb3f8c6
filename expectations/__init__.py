"""The quality gate: what a candidate must be like before anybody sees it, and the report of what was found.

The suites are plain data (`expectations.suites`), so that looking up a check costs nothing; Great Expectations is
imported by `expectations.gate.judge_candidate` alone, when there is something to judge.
"""
