"""The terms that a term is easily taken for, each with what it means, so that a reader sees the difference at once."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reqsite.portal.links import LinkGroup
from reqsite.portal.press import Link, Press


@dataclass(frozen=True, slots=True)
class Confusable:
    """A term that is not meant."""

    link: Link
    definition: Markup
    """Empty where the glossary has none yet."""


@dataclass(frozen=True, slots=True)
class Confusables:
    """All of them."""

    terms: tuple[Confusable, ...]
    others: tuple[str, ...]
    """Words that are no terms of the glossary, as written."""


def confusables(press: Press, group: LinkGroup | None, here: str) -> Confusables | None:
    """Return the terms of a group of links with their definitions, for the page `here`; None where there is none."""
    if group is None:
        return None
    terms = tuple(Confusable(link, _definition(press, i, here)) for i, link in group.links.items())
    return Confusables(terms, (*group.evidence, *group.missing))


def _definition(press: Press, term_id: str, here: str) -> Markup:
    rendered = press.render.render(press.site.catalog.records[term_id], here)
    return Markup("\n").join(Markup(s.html) for s in rendered.sections if s.key == "statement")  # noqa: S704 sanitised
