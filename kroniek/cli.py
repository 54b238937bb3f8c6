"""The command line: which commands there are, and how each way to end becomes an exit code.

`kroniek --help` must be there at once, so a command's module imports nothing heavy, and each command imports what it
needs when it is called.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.main import get_group

from kroniek import __version__
from kroniek.arguments import use_plain_converters
from kroniek.commands.diff import DIFF_EXAMPLES, diff
from kroniek.commands.doctor import DOCTOR_EXAMPLES, doctor
from kroniek.commands.down import DOWN_EXAMPLES, down
from kroniek.commands.explain import EXPLAIN_EXAMPLES, explain
from kroniek.commands.export import EXPORT_EXAMPLES, export
from kroniek.commands.prune import PRUNE_EXAMPLES, prune
from kroniek.commands.publish import PUBLISH_EXAMPLES, publish
from kroniek.commands.quality import QUALITY_EXAMPLES, quality
from kroniek.commands.rebuild import REBUILD_EXAMPLES, rebuild
from kroniek.commands.recompute import RECOMPUTE_EXAMPLES, recompute
from kroniek.commands.rejects import REJECTS_EXAMPLES, rejects
from kroniek.commands.rejudge import REJUDGE_EXAMPLES, rejudge
from kroniek.commands.releases import RELEASES_EXAMPLES, releases
from kroniek.commands.rollback import ROLLBACK_EXAMPLES, rollback
from kroniek.commands.run import RUN_EXAMPLES, run
from kroniek.commands.serve import SERVE_EXAMPLES, serve
from kroniek.commands.set_aside import SET_ASIDE_EXAMPLES, set_aside
from kroniek.commands.sql import SQL_EXAMPLES, sql
from kroniek.commands.status import STATUS_EXAMPLES, status
from kroniek.commands.take_in import TAKE_IN_EXAMPLES, take_in
from kroniek.commands.up import UP_EXAMPLES, up
from kroniek.commands.verify import VERIFY_EXAMPLES, verify
from kroniek.commands.withdraw import WITHDRAW_EXAMPLES, withdraw
from kroniek.console import OutputClosedError, close_output, make_streams_robust
from kroniek.failures import as_expected, hook_for_bugs, show_failure
from kroniek.interruption import INTERRUPTED, INTERRUPTED_LINE
from transforms.errors import KroniekError

__all__ = ["app", "command", "main"]

KRONIEK_EXAMPLES = """\b
Examples:
  kroniek run --inbox ~/news
  kroniek sql "SELECT published_month, documents, words FROM months"
  kroniek status
"""

# Plain help: rich's takes half a second to load, and docs/commands.md is made from these texts.
app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, epilog=KRONIEK_EXAMPLES)

app.command("run", short_help="Take in, judge and publish: the whole road once.", epilog=RUN_EXAMPLES)(run)
app.command("take-in", short_help="Take new files in and judge them; publish nothing.", epilog=TAKE_IN_EXAMPLES)(
    take_in
)
app.command("publish", short_help="Publish what was taken in and is in no release yet.", epilog=PUBLISH_EXAMPLES)(
    publish
)
app.command("rejudge", short_help="Apply changed settings to what was judged before.", epilog=REJUDGE_EXAMPLES)(rejudge)
app.command("recompute", short_help="Measure everything again under new rules.", epilog=RECOMPUTE_EXAMPLES)(recompute)
app.command("rebuild", short_help="Make everything again from the bytes taken in.", epilog=REBUILD_EXAMPLES)(rebuild)
app.command("up", short_help="Run by itself: server, schedules and worker.", epilog=UP_EXAMPLES)(up)
app.command("down", short_help="Stop what up started.", epilog=DOWN_EXAMPLES)(down)
app.command("set-aside", short_help="Keep a bad batch out.", epilog=SET_ASIDE_EXAMPLES)(set_aside)
app.command("withdraw", short_help="Take documents down, for good.", epilog=WITHDRAW_EXAMPLES)(withdraw)
app.command("status", short_help="What is going on, and what to look after.", epilog=STATUS_EXAMPLES)(status)
app.command("doctor", short_help="What is wrong with this machine.", epilog=DOCTOR_EXAMPLES)(doctor)
app.command("sql", short_help="Ask a release a question in SQL.", epilog=SQL_EXAMPLES)(sql)
app.command("releases", short_help="List the releases.", epilog=RELEASES_EXAMPLES)(releases)
app.command("verify", short_help="Read everything again and name what is damaged.", epilog=VERIFY_EXAMPLES)(verify)
app.command("quality", short_help="What the quality gate found of a release.", epilog=QUALITY_EXAMPLES)(quality)
app.command("diff", short_help="What differs between two releases.", epilog=DIFF_EXAMPLES)(diff)
app.command("rollback", short_help="Point readers at another release, and hold publishing.", epilog=ROLLBACK_EXAMPLES)(
    rollback
)
app.command("prune", short_help="Remove past releases.", epilog=PRUNE_EXAMPLES)(prune)
app.command("rejects", short_help="Which files were turned away, and why.", epilog=REJECTS_EXAMPLES)(rejects)
app.command("export", short_help="Export a slice of a release.", epilog=EXPORT_EXAMPLES)(export)
app.command("serve", short_help="Serve the releases over HTTP.", epilog=SERVE_EXAMPLES)(serve)
app.command("explain", short_help="The whole life of one file.", epilog=EXPLAIN_EXAMPLES)(explain)


@app.callback(invoke_without_command=True)
def kroniek(
    context: typer.Context,
    *,
    is_version_asked: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Turn a folder of dated Dutch text files into a versioned, checked and queryable news corpus.

    Exit codes: 0 done, also when there was nothing to do; 1 a bug; 2 a mistake in the arguments or in SQL, an unknown
    release or id; 10 a setting; 11 inbox or warehouse unreadable; 12 the gate stopped the release; 13 another run
    holds the warehouse; 14 a file is damaged; 15 nothing is published yet.
    """
    if is_version_asked:
        typer.echo(f"kroniek {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def command() -> TyperGroup:
    """All commands, as typer makes them of their functions."""
    made = get_group(app)
    use_plain_converters(made)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: What stands behind `kroniek` on the command line; by default what was typed.

    Returns:
        The exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    is_json = "--json" in words
    if arguments is None:
        sys.excepthook = hook_for_bugs(is_json=is_json)
        make_streams_robust(sys.stdout, sys.stderr)
    try:
        # Not standalone: then typer hands failures over instead of printing them its own way.
        exit_code = command().main(args=words, prog_name="kroniek", standalone_mode=False)
    except (KroniekError, typer.TyperException, OSError) as error:
        failure = as_expected(error)
        if failure is None:
            raise
        show_failure(failure, is_json=is_json)
        return failure.exit_code
    except OutputClosedError:  # `kroniek sql ... | head` has all it wanted
        close_output()
        return 0
    except typer.Abort:
        return _interrupted()
    if exit_code == INTERRUPTED:  # how typer passes Ctrl-C on
        return _interrupted()
    return exit_code if isinstance(exit_code, int) else 0


def _interrupted() -> int:
    typer.echo(INTERRUPTED_LINE, err=True)
    return INTERRUPTED
