"""The group of all verbs, and the frame around every call: exit codes, and never a traceback."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

import reqsite
from reqsite.cli.command import (
    Option,
    common_options,
    session_of,
    write_examples,
    write_options,
    write_text,
    write_usage,
)
from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.session import Session
from reqsite.cli.terminal import prepare_streams, printable, silence_stdout, write_data, write_message
from reqsite.cli.verbs import VERBS
from reqsite.i18n import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

PROGRAM = "reqsite"
COMPLETION_VARIABLE = "_REQSITE_COMPLETE"


def run(arguments: Sequence[str]) -> int:
    """Run one call and return its exit code; whatever happens is told in one line."""
    session = Session()
    try:
        prepare_streams()
        return _call(session, arguments)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: exit 7 and a crash file
        return _ended_by(error) or _explain(session, error)


def _call(session: Session, arguments: Sequence[str]) -> int:
    group = Verbs()
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        from click.shell_completion import shell_complete  # noqa: PLC0415 - for the shell's own calls only

        return shell_complete(group, {"obj": session}, PROGRAM, COMPLETION_VARIABLE, instruction)
    with group.make_context(PROGRAM, list(arguments), obj=session) as ctx:
        code: int = group.invoke(ctx)
        return code


class Verbs(click.Group):
    """`reqsite`: a verb's module is loaded when the verb is called."""

    def __init__(self) -> None:
        super().__init__(
            PROGRAM,
            subcommand_metavar="VERB [ARGS]...",
            params=[_version_option(), *common_options()],
            add_help_option=False,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the verbs in the order in which a project needs them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a verb, loaded now, or None."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"reqsite.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or name the one that was probably meant."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from reqsite.model.nearest import nearest_word  # noqa: PLC0415 - for who mistypes only

            near = nearest_word(args[0], VERBS)
            hint = _("Did you mean `{line}`?", line=f"{PROGRAM} {near}") if near else _HELP_HINT
            raise CommandError(_("There is no verb `{verb}`.", verb=args[0]), Exit.USAGE, hint)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return verbs and options that begin as typed, without loading the verbs."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - as above

        words = session_of(ctx).words
        verbs = [CompletionItem(name, help=words(line)) for name, line in VERBS.items() if name.startswith(incomplete)]
        return verbs + click.Command.shell_complete(self, ctx, incomplete)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what `reqsite --help` says."""
        words = session_of(ctx).words
        write_usage(self, ctx, formatter)
        write_text(formatter, words(_ABOUT))
        with formatter.section(words(_("Verbs"))):
            formatter.write_dl([(name, words(line)) for name, line in VERBS.items()])
        write_examples(
            formatter, ctx, [("reqsite check", _("name every mistake")), ("reqsite build", _("make the portal"))]
        )
        write_options(self, ctx, formatter)


_ABOUT = _("reqsite turns a folder of Markdown requirements into a portal that a client can read.")
_HELP_HINT = _("`reqsite --help` lists the verbs.")


def _version_option() -> Option:
    return Option(
        "--version",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_print_version,
        help=_("Print the version and exit."),
    )


def _print_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        write_data(f"{PROGRAM} {reqsite.__version__}\n")
        ctx.exit()


def _ended_by(error: BaseException) -> int:
    """Return the exit code of the interrupt or signal on whose way out an error came up, 0 where there was none.

    What cleans up after an interrupt may trip over what the interrupt has left half done.
    """
    before = error.__context__
    while before is not None:
        match before:
            case KeyboardInterrupt():
                return Exit.INTERRUPTED
            case SystemExit(code=int() as code):
                return code
        before = before.__context__
    return 0


def _explain(session: Session, error: Exception) -> int:
    """Tell the person what ended the call, and return the exit code."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            return _explain_call(session, error)
        case CommandError():
            return session.fail(error)
        case BrokenPipeError():
            silence_stdout()
            return Exit.FINE
        case OSError(strerror=str()):
            return _explain_target(session, error)
        case _:
            return _explain_crash(session, error)


def _explain_call(session: Session, error: click.ClickException) -> Exit:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        write_message(error.format_message())
        return Exit.USAGE
    write_message(session.words(_("error: {message}", message=error.format_message())))
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else PROGRAM
    write_message(session.words(_("`{line}` shows how to call it.", line=f"{path} --help")))
    return Exit.USAGE


def _explain_target(session: Session, error: OSError) -> Exit:
    """A disk, a folder or a stream said no: the person can do something about it."""
    if error.filename is None:
        silence_stdout()
        return session.fail(CommandError(_("Cannot read or write: {reason}.", reason=error.strerror), Exit.TARGET))
    message = _("Cannot read or write {file}: {reason}.", file=error.filename, reason=error.strerror)
    return session.fail(CommandError(message, Exit.TARGET))


def _explain_crash(session: Session, error: Exception) -> Exit:
    from reqsite.cli.crash import write_crash_file  # noqa: PLC0415 - as above

    if session.debug:
        import traceback  # noqa: PLC0415 - slow to load, and seldom needed

        write_message(printable("".join(traceback.format_exception(error))))
    path = write_crash_file(error)
    kind = type(error).__name__
    if path:
        message = _("reqsite crashed ({kind}). What a maintainer needs to know is in {file}.", kind=kind, file=path)
    else:
        message = _("reqsite crashed ({kind}). Run it with --debug to see where.", kind=kind)
    return session.fail(CommandError(message, Exit.CRASH))
