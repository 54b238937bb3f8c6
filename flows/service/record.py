"""Whether a service is up for a warehouse, and where: a lock that dies with its holder, and a record beside it.

Nothing here imports Prefect: `status`, `down` and a second `up` ask this and must answer at once.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transforms.errors import WarehouseBusyError
from warehouse.durable import make_folder
from warehouse.layout import Warehouse
from warehouse.lock import is_held

__all__ = ["ServiceFolder", "ServiceRecord", "find_service", "hold_service", "write_record"]


@dataclass(frozen=True)
class ServiceFolder:
    """Where a service keeps what it needs; nothing in it is needed to rebuild the warehouse.

    Attributes:
        root: `service/` in the warehouse.
    """

    root: Path

    @classmethod
    def of(cls, warehouse: Warehouse) -> ServiceFolder:
        """The folder of a warehouse's service."""
        return cls(warehouse.root.resolve() / "service")

    @property
    def lock_file(self) -> Path:
        """Held by the one supervisor."""
        return self.root / "lock"

    @property
    def record_file(self) -> Path:
        """What the supervisor tells about itself."""
        return self.root / "service.json"

    @property
    def logs(self) -> Path:
        """Rotated logs of supervisor, server and worker."""
        return self.root / "logs"

    @property
    def prefect_home(self) -> Path:
        """Prefect's database, unless PREFECT_HOME names another folder."""
        return self.root / "prefect"


@dataclass(frozen=True)
class ServiceRecord:
    """A service that is up, or coming up.

    Attributes:
        process: Of the supervisor.
        api: Address of the Prefect API.
        ui: Where a person looks; empty for an API that shows its pages elsewhere.
        is_server_ours: Whether the service started the server.
        is_ready: Whether server, deployments and worker are there.
        started_at_utc: When it was started.
        folder: The working folder, where `kroniek.toml` is read.
        logs: Folder of its logs.
    """

    process: int
    api: str
    ui: str
    is_server_ours: bool
    is_ready: bool
    started_at_utc: str
    folder: str
    logs: str

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def find_service(warehouse: Warehouse) -> ServiceRecord | None:
    """The service of a warehouse, or None when none is up."""
    place = ServiceFolder.of(warehouse)
    return _read(place) if is_held(place.lock_file) else None


def _read(place: ServiceFolder) -> ServiceRecord | None:
    try:
        return ServiceRecord(**json.loads(place.record_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # it has only just taken the lock, or is of another version
        return None


@contextmanager
def hold_service(warehouse: Warehouse) -> Iterator[ServiceFolder]:
    """Be the one service of a warehouse; the lock is not inherited by the processes it starts.

    Raises:
        WarehouseBusyError: Another supervisor holds it.
    """
    place = ServiceFolder.of(warehouse)
    make_folder(place.logs)
    descriptor = os.open(place.lock_file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseBusyError(
                "A service is already up for this warehouse.",
                where=str(warehouse.root),
                what_to_do="kroniek status shows it, kroniek down stops it.",
            ) from error
        place.record_file.unlink(missing_ok=True)
        yield place
        place.record_file.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def write_record(place: ServiceFolder, record: ServiceRecord) -> None:
    """Tell others about this service; readers never see half a record."""
    fresh = place.record_file.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(record), indent=2) + "\n", encoding="utf-8")
    fresh.replace(place.record_file)
