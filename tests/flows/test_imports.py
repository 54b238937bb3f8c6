"""What a run imports, and when: libraries that take seconds only where there is something for them to do."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest

from flows import imports
from flows.imports import collecting_only_new, loading_engine, uncollected
from tests.articles import write_article
from tests.conftest import REPOSITORY

FOR_SOMETHING_NEW = {"great_expectations", "pandas", "pyarrow.dataset", "langdetect", "ftfy", "jinja2", "scipy"}


def imported_by_a_run(inbox: Path, warehouse: Path) -> set[str]:
    """Which of those libraries a process has imported once its run has ended."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.plain_road import run_plain\n"
        "inbox, warehouse = map(Path, sys.argv[1:])\n"
        "print('published', run_plain(inbox, warehouse).published)\n"
        f"print(*sorted({FOR_SOMETHING_NEW!r} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", program, str(inbox), str(warehouse)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_run_with_nothing_new_imports_nothing_that_judges(tmp_path: Path) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    write_article(inbox, "1.txt", "2019-01", "de brug")
    assert imported_by_a_run(inbox, warehouse) >= {"True", "great_expectations", "pandas"}
    assert imported_by_a_run(inbox, warehouse) == {"published", "False"}


def test_a_frame_is_made_although_pandas_was_left_out() -> None:
    program = (
        "import pyarrow, sys\n"
        "from warehouse.without_pandas import leave_pandas_out\n"
        "leave_pandas_out()\n"
        "leave_pandas_out()\n"
        "table = pyarrow.table({'a': ['b']})\n"
        "print('pandas' in sys.modules, table.to_pandas().a[0], 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout == "False b True\n"


@pytest.mark.parametrize(("module", "given"), [("kroniek.journey", "system"), ("flows.take_in", "mimalloc")])
def test_arrow_asks_the_c_library_in_whatever_runs_the_road_unless_somebody_says_otherwise(
    module: str, given: str
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    if given != "system":
        environment["ARROW_DEFAULT_MEMORY_POOL"] = given
    program = f"import {module}, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{given}\n"


def test_the_engine_is_not_loaded_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ENGINE", "wave")
    monkeypatch.delitem(sys.modules, "wave", raising=False)
    with loading_engine():
        pass
    assert "wave" not in sys.modules
    with loading_engine() as load:
        load()
    assert "wave" in sys.modules


def test_no_thread_is_left_of_a_step_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ENGINE", "no_such_module")  # an import that fails is the gate's to tell
    before = threading.active_count()

    def fail() -> None:
        with loading_engine() as load:
            load()
            raise OSError("full disk")

    with pytest.raises(OSError, match="full disk"):
        fail()
    assert threading.active_count() == before


def test_garbage_is_looked_for_again_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_only_new_garbage_is_looked_for_inside() -> None:
    class Ring:
        """What is reached from itself alone is left to the garbage collector."""

        def __init__(self) -> None:
            self.itself = self

    old = weakref.ref(Ring())
    with collecting_only_new():
        new = weakref.ref(Ring())
        gc.collect()
        assert new() is None
        assert old() is not None
    gc.collect()
    assert old() is None
