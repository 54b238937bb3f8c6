"""What describes a release, held against the tools that read it.

The tools are large and only needed here: they are the dependency group `clients`, and `make test-clients` brings them.
Each runs in a process of its own, without a network.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.ungated import release_ungated, rows

SETTINGS = {
    "licence": "CC-BY-4.0",
    "publisher": "Een uitgever",
    "contact": "archief@example.org",
    "homepage": "https://example.org/kroniek",
}
WITHOUT_PATHS = {"publish_paths": "none"}


def needs(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        importlib.util.find_spec(module) is None, reason=f"{module} is not installed: run `make test-clients`"
    )


@pytest.fixture(
    scope="module", params=[{}, SETTINGS, WITHOUT_PATHS], ids=["nothing is set", "all is set", "without paths"]
)
def release(request: pytest.FixtureRequest, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sample."""
    return release_ungated(
        sample / "inbox", tmp_path_factory.mktemp("clients") / "warehouse", published_with=request.param
    )


def run_alone(code: str, folder: Path, home: Path) -> Any:  # noqa: ANN401 (JSON is of any type)
    """What a piece of code prints as JSON, run by itself with the folder as its argument."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(home), "HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env=environment, capture_output=True, text=True, check=False, cwd=home,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


CROISSANT = """
import json, logging, sys
import mlcroissant
logging.getLogger().setLevel(logging.ERROR)
dataset = mlcroissant.Dataset(sys.argv[1] + "/croissant.json")
issues = dataset.metadata.ctx.issues
counts = {}
for each in dataset.metadata.record_sets:
    counts[each.id] = sum(1 for _ in dataset.records(each.id))
document = next(iter(dataset.records("documents")))
print(json.dumps({"errors": sorted(issues.errors), "warnings": sorted(issues.warnings), "counts": counts,
                  "columns": sorted(document), "title": str(document["documents/text"][:0])}))
"""


@needs("mlcroissant")
def test_mlcroissant_validates_and_loads_every_table(release: Path, tmp_path: Path) -> None:
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    found = run_alone(CROISSANT, release, tmp_path)
    assert found["errors"] == []
    assert found["warnings"] == []
    held = {file["table"] for file in manifest["files"] if file["table"]}
    assert found["counts"] == {table: count for table, count in manifest["counts"].items() if table in held}
    assert found["columns"] == sorted(f"documents/{name}" for (name, *_) in rows(release, "DESCRIBE documents"))


DATASETS = """
import json, sys
import datasets
datasets.disable_progress_bars()
names = datasets.get_dataset_config_names(sys.argv[1])
counts = {name: datasets.load_dataset(sys.argv[1], name)["train"].num_rows for name in names}
default = datasets.load_dataset(sys.argv[1])["train"]
print(json.dumps({"counts": counts, "default": default.num_rows, "first": default[0]["doc_id"],
                  "repairs": type(default[0]["repairs"]).__name__, "date": str(default[0]["date_start"])}))
"""


@needs("datasets")
def test_datasets_loads_the_folder_and_each_table_offline(release: Path, tmp_path: Path) -> None:
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    found = run_alone(DATASETS, release, tmp_path)
    wanted = {table: count for table, count in manifest["counts"].items() if count}  # it loads no table without a row
    assert found["counts"] == {**wanted, "sample": manifest["counts"]["documents"]}
    assert found["default"] == manifest["counts"]["documents"]
    assert (found["first"], found["date"]) in rows(release, "SELECT doc_id, date_start::VARCHAR FROM documents")
    assert found["repairs"] == "list"


@needs("dplib")
def test_the_data_package_fits_the_official_profile(release: Path) -> None:
    spec = importlib.util.find_spec("dplib")
    assert spec is not None
    assert spec.submodule_search_locations
    profiles = Path(spec.submodule_search_locations[0]) / "profiles/2.0"
    profile = json.loads((profiles / "datapackage.json").read_text(encoding="utf-8"))
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(profile, format_checker=jsonschema.FormatChecker()).validate(package)
    # The profile of the package passes over what a table's schema holds beside its fields: that has one of its own.
    table_profile = json.loads((profiles / "tableschema.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        jsonschema.Draft7Validator(table_profile).validate(resource["schema"])
    broken = {**package, "resources": []}
    assert not jsonschema.Draft7Validator(profile).is_valid(broken)
