"""Have pyarrow leave pandas alone until somebody asks for a pandas frame."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

import pyarrow as pa

__all__ = ["leave_pandas_out"]


class _PandasRefused(MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:  # noqa: ARG002 (as importlib calls it)
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is left out", name="pandas")


def leave_pandas_out() -> None:
    """Have this process not import pandas for nothing: .4 s of processor and 45 MB, in a run and in each worker.

    When the first list becomes an array, pyarrow asks whether pandas is there, by importing it; here it asks while
    pandas cannot be imported. Later only what needs pandas imports it, such as `Table.to_pandas`. For processes of our
    own alone: until such a need has come up, pyarrow takes a pandas series for any other sequence.
    """
    if "pandas" in sys.modules:
        return
    refusal = _PandasRefused()
    sys.meta_path.insert(0, refusal)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(refusal)
