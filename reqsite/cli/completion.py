"""`reqsite completion`: the script with which a shell completes verbs, options, ids and types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import get_completion_class

from reqsite.cli.command import verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.terminal import write_data
from reqsite.i18n import _

if TYPE_CHECKING:
    from reqsite.cli.session import Session

PROGRAM = "reqsite"
VARIABLE = "_REQSITE_COMPLETE"


@verb(
    "completion",
    _("After that, the Tab key completes verbs, options, the ids of `show` and `trace` and the types of `new`."),
    [
        ('eval "$(reqsite completion bash)"', _("for this shell; the same line in ~/.bashrc is for every one")),
        ('eval "$(reqsite completion zsh)"', _("in ~/.zshrc, after compinit")),
        ("reqsite completion fish > ~/.config/fish/completions/reqsite.fish", _("once")),
    ],
    [click.Argument(["shell"], type=click.Choice(["bash", "zsh", "fish"]))],
)
def command(session: Session, shell: str) -> Exit:  # noqa: ARG001 - every verb takes the session
    """Print the completion script of a shell."""
    completion = get_completion_class(shell)
    if completion is None:
        raise wrong_call(_("{shell} is no shell that can be completed.", shell=shell))
    # `source()` would first start bash to look at its version, and complain where there is none.
    script = completion(click.Command(PROGRAM), {}, PROGRAM, VARIABLE)
    write_data(script.source_template % script.source_vars())
    return Exit.FINE
