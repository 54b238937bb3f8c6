"""In which order the server of a service looks at events: hardly ever waiting for one that never comes.

Every change of a run's state says which event it follows, and Prefect holds it back until that one has been seen, or
for 15 minutes. Runs that a schedule creates have no first event, so all that follows of a run that starts within five
minutes of being created was held back: people were told of a crash a quarter of an hour late, and runs that had ended
long ago were taken for dead. Prefect 3.8.8; PREFECT_SERVER_EVENTS_CAUSAL_ORDERING is its own door for this.
"""

from __future__ import annotations

import anyio
from prefect.server.events.ordering import memory
from prefect.server.events.schemas.events import ReceivedEvent

__all__ = ["CausalOrdering"]

PATIENCE_SECONDS = 1.0
"""Events that overtake each other on their way do so by milliseconds."""
POLL_SECONDS = 0.1


class CausalOrdering(memory.CausalOrdering):
    """Prefect's own, but one second patient."""

    async def wait_for_leader(self, event: ReceivedEvent) -> None:
        """Wait for the event that another one follows, and go on without it soon."""
        if event.follows is None or await self.event_has_started_processing(event.follows):
            await super().wait_for_leader(event)
            return
        with anyio.move_on_after(PATIENCE_SECONDS):
            while not await self.event_has_been_seen(event.follows):  # noqa: ASYNC110 (who sees it tells nobody)
                await anyio.sleep(POLL_SECONDS)
