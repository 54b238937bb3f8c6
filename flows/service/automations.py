"""What the Prefect server does by itself: free dead runs, tell people, publish at once where that is wished.

Automations are looked up by name and put right at every start, so that a changed setting takes effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from prefect.blocks.core import Block
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, ChangeFlowRunState, RunDeployment, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from flows.events import ALARMS, BATCH_STAGED
from flows.service.api import TAG
from flows.service.environment import HEARTBEAT_SECONDS
from flows.settings import Settings
from transforms.errors import SettingsError

__all__ = ["make_automations"]

MISSED_HEARTBEATS = timedelta(seconds=3 * HEARTBEAT_SECONDS)
NOTIFY_BLOCK = "kroniek-notify"
OUR_RUNS = ResourceSpecification({"prefect.resource.id": [f"prefect.tag.{TAG}"], "prefect.resource.role": ["tag"]})
EVERY_RUN = ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]})
BUG_STATES = ("Crashed", "Failed", "TimedOut")
"""States that no failure has which a flow foresaw: those are told about by an event of their own."""


def make_automations(client: SyncPrefectClient, settings: Settings, deployments: Mapping[str, UUID]) -> None:
    """Make or renew the automations, and take away those that the settings no longer ask for.

    Args:
        client: Of the server.
        settings: Of the service.
        deployments: Ids by name.
    """
    wanted = [_free_zombies()]
    block = _notify_block(settings)
    if block is not None:
        wanted += _notifications(block)
    if settings.is_published_when_staged and "publish" in deployments:
        wanted.append(_publish_when_staged(deployments["publish"]))
    names = {one.name for one in wanted}
    for name in (*_all_names(), *names):
        for old in client.read_automations_by_name(name):
            client.delete_automation(old.id)
    for one in wanted:
        client.create_automation(one)


def _all_names() -> tuple[str, ...]:
    return tuple(f"kroniek: {name}" for name in ("free dead runs", "publish staged batches", "tell", "tell of crashes"))


def _free_zombies() -> AutomationCore:
    """Mark a run as crashed that stops sending heartbeats; only then does its deployment start the next one."""
    return AutomationCore(
        name="kroniek: free dead runs",
        description="A run that is Running and sends no heartbeat has no process any more.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.*"},  # whatever its last state is called
            match=EVERY_RUN,
            match_related=OUR_RUNS,
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=MISSED_HEARTBEATS,
        ),
        actions=[
            ChangeFlowRunState(
                name=None, state=StateType.CRASHED, message="No heartbeat: its process is gone.", force=False
            )
        ],
    )


def _notify_block(settings: Settings) -> UUID | None:
    """The block that alarms go to: one that people made in Prefect, or a webhook made of the setting."""
    if settings.notify_block is not None:
        try:
            block = Block.load(settings.notify_block)
        except ValueError as error:
            raise SettingsError(
                f"Prefect has no block {settings.notify_block}.",
                where="notify_block",
                what_to_do="Make it in the Prefect UI (Blocks), or correct the setting; kroniek up then finds it.",
            ) from error
        return _block_id(block)
    if settings.notify_url is not None:
        webhook = CustomWebhookNotificationBlock(
            name=NOTIFY_BLOCK,
            url=settings.notify_url,
            json_data={"subject": "{{subject}}", "body": "{{body}}"},
            headers=None,
            cookies=None,
        )
        webhook.save(NOTIFY_BLOCK, overwrite=True)
        return _block_id(webhook)
    return None


def _block_id(block: object) -> UUID:
    """Prefect keeps it behind an underscore, where its own commands read it too."""
    found: UUID = getattr(block, "_block_document_id")  # noqa: B009
    return found


def _notifications(block: UUID) -> list[AutomationCore]:
    told: list[ActionTypes] = [
        SendNotification(
            block_document_id=block,
            subject="{{ event.payload.subject }}",
            body="{{ event.payload.body }}",
        )
    ]
    crashed: list[ActionTypes] = [
        SendNotification(
            block_document_id=block,
            subject="Kroniek: {{ flow.name }} {{ flow_run.state.name }}",
            body="The run {{ flow_run.name }} ended as {{ flow_run.state.name }}: {{ flow_run.state.message }}\n"
            "What was finished is safe and the next run goes on from there. {{ flow_run|ui_url }}",
        )
    ]
    return [
        AutomationCore(
            name="kroniek: tell",
            description="Passes on every alarm that a run raises.",
            trigger=EventTrigger(expect=set(ALARMS), posture=Posture.Reactive, threshold=1),
            actions=told,
        ),
        AutomationCore(
            name="kroniek: tell of crashes",
            description="A run whose process died, or that met something nobody foresaw.",
            trigger=EventTrigger(
                expect={f"prefect.flow-run.{state}" for state in BUG_STATES},
                match=EVERY_RUN,
                match_related=OUR_RUNS,
                posture=Posture.Reactive,
                threshold=1,
            ),
            actions=crashed,
        ),
    ]


def _publish_when_staged(publish: UUID) -> AutomationCore:
    return AutomationCore(
        name="kroniek: publish staged batches",
        description="Asked for by is_published_when_staged; the daily publish makes up for one that is missed.",
        trigger=EventTrigger(expect={BATCH_STAGED}, posture=Posture.Reactive, threshold=1),
        actions=[RunDeployment(source="selected", deployment_id=publish, parameters=None, job_variables=None)],
    )
