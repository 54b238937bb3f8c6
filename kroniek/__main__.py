"""`python -m kroniek` is `kroniek`."""

from __future__ import annotations

import sys

from kroniek.cli import main

if __name__ == "__main__":
    sys.exit(main())
