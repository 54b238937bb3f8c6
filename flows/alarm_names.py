"""Names of the alarms about an inbox, apart from what raises them: `status` must load nothing for them."""

from __future__ import annotations

__all__ = ["INBOX_EMPTY", "INBOX_SILENT"]

INBOX_SILENT = "kroniek.inbox.silent"
INBOX_EMPTY = "kroniek.inbox.empty"
