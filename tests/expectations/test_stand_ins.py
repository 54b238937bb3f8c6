"""Libraries that Great Expectations imports and the gate never calls are imported by nobody, until somebody does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def printed_by(program: str) -> str:
    """What a new Python prints that has imported the engine: in this one others may have imported anything."""
    program = f"import sys, pandas, expectations.engine\n{program}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    return done.stdout.strip()


def test_the_engine_comes_without_them_and_an_expectation_that_needs_them_gets_them() -> None:
    printed = printed_by(
        "print(sorted({'altair', 'scipy.stats', 'scipy.special'} & set(sys.modules)))\n"
        "import great_expectations as gx\n"
        "context = gx.get_context(mode='ephemeral')\n"
        "asset = context.data_sources.add_pandas('kinds').add_dataframe_asset('kinds')\n"
        "whole = asset.add_batch_definition_whole_dataframe('whole')\n"
        "batch = whole.get_batch({'dataframe': pandas.DataFrame({'kind': ['a', 'a', 'b', 'b']})})\n"
        "shares = {'values': ['a', 'b'], 'weights': [0.5, 0.5]}\n"
        "expected = gx.expectations.ExpectColumnKLDivergenceToBeLessThan(\n"
        "    column='kind', partition_object=shares, threshold=0.1\n"
        ")\n"
        "print(batch.validate(expected).success, 'scipy.special' in sys.modules)"
    ).splitlines()
    assert (printed[0], printed[-1]) == ("[]", "True True")


def test_whoever_imports_them_afterwards_gets_them_themselves() -> None:
    assert printed_by("import altair, scipy.stats\nprint(altair.__spec__.name, scipy.stats.__spec__.name)") == (
        "altair scipy.stats"
    )


def test_a_library_that_is_left_out_is_there_for_whoever_imports_it_himself() -> None:
    assert printed_by("print('sqlalchemy' in sys.modules)\nimport sqlalchemy\nprint(sqlalchemy.__spec__.name)") == (
        "False\nsqlalchemy"
    )


def test_a_library_is_left_out_for_one_thread_alone() -> None:
    program = (
        "import threading\n"
        "from expectations.stand_ins import leave_out\n"
        "def find():\n"
        "    try:\n"
        "        import sqlalchemy\n"
        "        found.append(True)\n"
        "    except ImportError:\n"
        "        found.append(False)\n"
        "found = []\n"
        "with leave_out():\n"
        "    find()\n"
        "    other = threading.Thread(target=find)\n"
        "    other.start()\n"
        "    other.join()\n"
        "print(found)"
    )
    assert printed_by(program) == "[False, True]"
