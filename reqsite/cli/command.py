"""What every verb is made of: the common options, help in the reader's language, and an exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from reqsite.cli.session import Session
from reqsite.cli.terminal import write_data
from reqsite.cli.verbs import VERBS
from reqsite.i18n import Message, _

Example = tuple[str, Message]
"""A command line and what it is good for."""


class Option(click.Option):
    """An option whose help is a message."""

    def __init__(self, *names: str, help: Message, **settings: Any) -> None:  # noqa: A002, ANN401 - click's own words
        super().__init__(names, **settings)
        self.message = help

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's line for `--help`."""
        self.help = session_of(ctx).words(self.message)
        return super().get_help_record(ctx)


def format_option(help: Message | None = None, *, more: Sequence[str] = ()) -> Option:  # noqa: A002 as above
    """Return the option that chooses between text, JSON and the formats `more`."""
    return Option(
        "--format",
        "style",
        type=click.Choice(["text", "json", *more]),
        default="text",
        show_default=True,
        help=help or _("Text for people, or JSON."),
    )


class Verb(click.Command):
    """A command whose function takes the session, then its parameters, and returns the exit code."""

    def __init__(
        self,
        name: str,
        run: Callable[..., int],
        details: Message,
        examples: Sequence[Example],
        params: Sequence[click.Parameter],
    ) -> None:
        super().__init__(name, params=[*params, *common_options()], add_help_option=False)
        self._run = run
        self.details = details
        self.examples = examples

    def invoke(self, ctx: click.Context) -> int:
        """Run the verb and return its exit code."""
        return self._run(session_of(ctx), **ctx.params)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what `--help` says."""
        words = session_of(ctx).words
        write_usage(self, ctx, formatter)
        write_text(formatter, words(VERBS[self.name or ""]) + "\n\n" + words(self.details))
        write_examples(formatter, ctx, self.examples)
        write_options(self, ctx, formatter)


def verb(
    name: str, details: Message, examples: Sequence[Example], params: Sequence[click.Parameter] = ()
) -> Callable[[Callable[..., int]], Verb]:
    """Make a function that takes a session and its parameters into the command `reqsite NAME`."""

    def decorate(run: Callable[..., int]) -> Verb:
        return Verb(name, run, details, examples, params)

    return decorate


def session_of(ctx: click.Context) -> Session:
    """Return the session of this call."""
    return ctx.ensure_object(Session)


def common_options() -> list[click.Parameter]:
    """Return the options that stand before or after every verb."""
    return [
        Option(
            "-C",
            "--directory",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            metavar="DIR",
            expose_value=False,
            is_eager=True,
            callback=_change_directory,
            help=_("Run as if called in this folder."),
        ),
        Option(
            "-f",
            "--config-file",
            type=click.Path(path_type=Path),
            metavar="FILE",
            expose_value=False,
            is_eager=True,
            callback=_setter("config_file"),
            help=_("The site's mkdocs.yml; else the nearest one, here or in a folder above."),
        ),
        Option(
            "--lang",
            metavar="LANG",
            expose_value=False,
            is_eager=True,
            callback=_setter("language_option"),
            help=_("Language of messages, en or zh; else REQSITE_LANG, else the site's language."),
        ),
        Option(
            "-q",
            "--quiet",
            is_flag=True,
            default=None,
            expose_value=False,
            is_eager=True,
            callback=_setter("quiet"),
            help=_("Print errors and what was asked for, and no more."),
        ),
        Option(
            "--debug",
            is_flag=True,
            default=None,
            expose_value=False,
            is_eager=True,
            callback=_setter("debug"),
            help=_("Show the traceback if reqsite crashes."),
        ),
        Option(
            "--help",
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_help,
            help=_("Show this help and exit."),
        ),
    ]


def _change_directory(_ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        os.chdir(value)


def _setter(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Return a callback that keeps an option in the session; what is not given leaves what stands there."""

    def keep(ctx: click.Context, _parameter: click.Parameter, value: object) -> None:
        if value is not None:
            setattr(session_of(ctx), name, value)

    return keep


def _print_help(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        write_data(ctx.get_help() + "\n")
        ctx.exit()


def write_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the line that shows how to call a command."""
    prefix = session_of(ctx).words(_("Usage:")) + " "
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix)


def write_text(formatter: click.HelpFormatter, text: str) -> None:
    """Write paragraphs."""
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)


def write_examples(formatter: click.HelpFormatter, ctx: click.Context, examples: Sequence[Example]) -> None:
    """Write the examples, each with what it is good for."""
    words = session_of(ctx).words
    with formatter.section(words(_("Examples"))):
        formatter.write_dl([(line, words(purpose)) for line, purpose in examples], col_max=44)


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the list of options."""
    options = [parameter for parameter in command.get_params(ctx) if isinstance(parameter, click.Option)]
    records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
    with formatter.section(session_of(ctx).words(_("Options"))):
        formatter.write_dl(records)
