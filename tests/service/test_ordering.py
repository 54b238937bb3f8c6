"""Events are looked at in time: one whose leader never comes is not held back, one whose leader is late follows it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import anyio
import pytest
from prefect.server.events.ordering import EventArrivedEarly, memory
from prefect.server.events.schemas.events import ReceivedEvent

from flows.service import ordering
from flows.service.api import real_now


def event(name: str, *, follows: UUID | None = None) -> ReceivedEvent:
    return ReceivedEvent.model_validate(
        {
            "occurred": real_now(),
            "event": f"prefect.flow-run.{name}",
            "resource": {"prefect.resource.id": "prefect.flow-run.x"},
            "id": uuid4(),
            "follows": follows,
        }
    )


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ordering, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(ordering, "POLL_SECONDS", 0.01)
    memory.CausalOrdering.clear_all_scopes()
    yield
    memory.CausalOrdering.clear_all_scopes()


async def handle(order: memory.CausalOrdering, handled: list[str], one: ReceivedEvent, depth: int = 0) -> None:
    async def again(event: ReceivedEvent, depth: int = 0) -> None:
        await handle(order, handled, event, depth)

    async with order.preceding_event_confirmed(again, one, depth=depth):
        handled.append(one.event.rpartition(".")[2])


def test_an_event_whose_leader_never_comes_is_looked_at_though_prefect_holds_it_back() -> None:
    async def look(order: memory.CausalOrdering) -> list[str]:
        handled: list[str] = []
        crashed = event("Crashed", follows=uuid4())
        await handle(order, handled, crashed)
        await handle(order, handled, event("Late", follows=crashed.id))
        return handled

    assert anyio.run(look, ordering.CausalOrdering(scope="ours")) == ["Crashed", "Late"]
    with pytest.raises(EventArrivedEarly):
        anyio.run(look, memory.CausalOrdering(scope="theirs"))


def test_an_event_that_overtakes_its_leader_waits_for_it() -> None:
    async def look(order: memory.CausalOrdering) -> list[str]:
        handled: list[str] = []
        running = event("Running")
        completed = event("Completed", follows=running.id)
        async with anyio.create_task_group() as group:
            group.start_soon(handle, order, handled, completed)
            await anyio.sleep(0.05)
            group.start_soon(handle, order, handled, running)
        return handled

    assert anyio.run(look, ordering.CausalOrdering(scope="ours")) == ["Running", "Completed"]
