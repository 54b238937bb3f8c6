"""`kroniek withdraw`: take a document down, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kroniek.options import InboxOption, JsonOption, WarehouseOption, YesOption

if TYPE_CHECKING:
    from warehouse.clusters import Cluster

__all__ = ["WITHDRAW_EXAMPLES", "withdraw"]

WITHDRAW_EXAMPLES = """\b
Examples:
  kroniek withdraw 41dfcd73cb6164b4 --reason request_of_subject --dry-run
  kroniek withdraw krant/2019-04/naam.txt --reason court_order --note "order of 3 May" --yes
  kroniek withdraw 41dfcd73cb6164b4 --reason error
  kroniek withdraw 41dfcd73cb6164b4 --reason request_of_subject --erase --past-releases --yes
"""


def withdraw(
    documents: Annotated[
        list[str],
        typer.Argument(metavar="DOC_ID...", help="Ids of documents, eight or more first digits of one, or paths."),
    ],
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="REASON",
            help="Published with the tombstone: request_of_subject, rights_holder, court_order, error or other.",
        ),
    ],
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="For your record; never published.")
    ] = None,
    is_alone: Annotated[
        bool,
        typer.Option("--only-this", help="This document alone; a copy takes its place. With the reason error always."),
    ] = False,
    is_erased: Annotated[
        bool, typer.Option("--erase", help="Remove its text and its path from the warehouse, releases excepted.")
    ] = False,
    is_past_included: Annotated[
        bool, typer.Option("--past-releases", help="With --erase: from every past release too; each gets a revision.")
    ] = False,
    inbox: InboxOption = None,
    warehouse: WarehouseOption = None,
    is_dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it covers; change nothing.")] = False,
    is_agreed: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take documents down: they are gone from the next release on, and never come back.

    It covers what is a duplicate of the document, or it of that, and everything that comes later with the same bytes,
    the same text or a near copy of it. A tombstone with the reason stays, so that people who hold an old copy can drop
    the document from it. Past releases stay as they are unless --past-releases is given. The inbox is never written to:
    remove the file there yourself.
    """
    from flows.settings import load_settings
    from kroniek.confirmation import confirm
    from transforms.errors import UsageError
    from warehouse.clusters import find_cluster, find_documents
    from warehouse.layout import Warehouse
    from warehouse.lock import writer_lock
    from warehouse.publish import sweep
    from warehouse.withdraw import check_reason
    from warehouse.withdraw import withdraw as take_down
    from warehouse.withdrawals import Erasure

    settings = load_settings(warehouse=warehouse, inbox=inbox)
    check_reason(reason)
    if is_past_included and not is_erased:
        raise UsageError("--past-releases goes with --erase.", what_to_do="Give both, or neither.")
    place = Warehouse(settings.warehouse.resolve())
    alone = is_alone or reason == "error"
    doc_ids = find_documents(place, documents, inbox=settings.inbox)
    with writer_lock(place, holder="withdraw"):
        sweep(place)
        cluster = find_cluster(place, doc_ids, is_alone=alone)
    if not as_json:
        _show(cluster)
    if is_dry_run:
        _tell(cluster, as_json=as_json, is_done=False, is_erased=False)
        return
    what = "Withdraw and erase" if is_erased else "Withdraw"
    confirm(f"{what} {_documents(len(cluster.doc_ids))} for good?", is_agreed=is_agreed)
    with writer_lock(place, holder="withdraw"):  # not held while somebody is thinking
        sweep(place)
        cluster = find_cluster(place, doc_ids, is_alone=alone)
        erasure = Erasure(is_past_included, cluster.doc_ids) if is_erased else None
        take_down(place, cluster, reason=reason, note=note, now=settings.now_utc(), erasure=erasure)
        if is_erased:
            from warehouse.erase import finish_erasures

            finish_erasures(place)
    _tell(cluster, as_json=as_json, is_done=True, is_erased=is_erased)


def _show(cluster: Cluster) -> None:
    from kroniek.console import show_table

    names = ["doc_id", "why", "verdict", "standing", "source_path"]
    show_table(names, [[row[name] for name in names] for row in cluster.files], are_numbers=[False])


def _tell(cluster: Cluster, *, as_json: bool, is_done: bool, is_erased: bool) -> None:
    from kroniek.console import note, write, write_json

    if as_json:
        write_json(
            {"is_withdrawn": is_done, "is_erased": is_erased, "new_count": len(cluster.documents), **cluster.as_json()}
        )
        return
    if not is_done:
        write("A dry run: nothing was changed.")
        return
    old = len(cluster.doc_ids) - len(cluster.documents)
    write(f"Withdrawn: {_documents(len(cluster.documents))}{f'; {old} before' if old else ''}.")
    if is_erased:
        write(f"Erased: {_documents(len(cluster.doc_ids))}.")
    note("No release from now on holds them; kroniek publish makes one if readers see them still.")
    note("Remove the files from the inbox too: it is never written to.")


def _documents(count: int) -> str:
    return f"{count} {'document' if count == 1 else 'documents'}"
