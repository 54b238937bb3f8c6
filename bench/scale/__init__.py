"""One warehouse that grows by deliveries, up to a million files, and what each delivery takes.

`python -m bench.scale --help` tells how to start it. `plan` says which runs there are, `inbox` delivers files, `runs`
runs the real command and notes what it took, `disk` counts what lies in the warehouse, `questions` asks the release,
`journal` remembers what is done, and `page` shows it.
"""
