"""What mkdocs.yml says of the files to take along, and how a portal gets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mkdocs.exceptions import PluginError

from reqsite.exchange.formats import FORMATS
from reqsite.i18n import _
from reqsite.portal.takeaways import Shown, TakeAways
from reqsite.portal.version_menu import DRAFT, STORED


@dataclass(frozen=True)
class Downloads:
    """Makes the files of a portal."""

    formats: tuple[str, ...]
    is_stored: bool
    """Whether the portal goes into a store, in a folder of its own below the address of the site."""

    def __call__(self, shown: Shown) -> TakeAways:
        """Return the files."""
        from reqsite.exchange.subject import Subject, catalog_without_hidden_ids  # noqa: PLC0415 - few builds need them
        from reqsite.exchange.takeaways import TakeAways as Made  # noqa: PLC0415
        from reqsite.portal.words import Words  # noqa: PLC0415

        project = shown.workspace.project
        release = shown.release.name if shown.release else ""
        subject = Subject(
            workspace=shown.workspace,
            catalog=catalog_without_hidden_ids(shown.workspace.catalog, shown.catalog),
            story=shown.story,
            agreement=shown.agreement,
            words=Words(shown.workspace.schema, project.language),
            audience=project.audience,
            asked=release,
            address=Subject.address_of(project.address, release or (DRAFT if self.is_stored else "")),
            addresses=shown.addresses,
        )
        return Made(subject, self.formats, shown.data)


def downloads(asked: object, language: str, environment: Mapping[str, str], *, is_served: bool) -> Downloads | None:
    """Return what makes the files; None where there are none.

    Args:
        asked: the option `downloads`: true, false, a list of formats; where it is nothing, all of them are made of
            a portal that is published.
        language: of what is said of it.
        environment: of the build.
        is_served: `mkdocs serve` makes none, as it would make them anew at every edit.

    Raises:
        PluginError: It names something that is no format.
    """
    is_stored = environment.get(STORED) == "1"
    wanted = _wanted(is_stored if asked is None else asked, language)
    return Downloads(wanted, is_stored) if wanted and not is_served else None


def _wanted(asked: object, language: str) -> tuple[str, ...]:
    named: Sequence[object] = asked if isinstance(asked, list) else FORMATS if asked else ()
    unknown = [str(name) for name in named if name not in FORMATS]
    if unknown:
        message = _(
            "mkdocs.yml: 'downloads' knows no format {name}. Write `true`, `false`, or a list of {formats}.",
            name=unknown[0],
            formats=", ".join(FORMATS),
        )
        raise PluginError(f"reqsite: {message.to(language)}")
    return tuple(name for name in FORMATS if name in named)
