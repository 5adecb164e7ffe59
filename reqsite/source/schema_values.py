"""The values that a schema is written with: each function reads one node, or says what is wrong with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator

from reqsite.i18n import LANGUAGES, Message, _
from reqsite.model.finding import Rule
from reqsite.model.record import Value
from reqsite.model.schema import Label, Meaning, fold_heading
from reqsite.source import schema_rules as rules
from reqsite.source.id_pattern import mistake_in
from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence

_NAME = re.compile(r"\w[\w-]{0,59}")
_LONGEST_TEXT = 1000
_MANY = 12


class Wrong(Exception):  # noqa: N818 it is caught and becomes a finding
    """A mistake in a schema: the rule it breaks, the node it stands at, what is wrong and what to write instead."""

    def __init__(self, rule: Rule, node: Node, message: Message, hint: Message) -> None:
        super().__init__(str(message))
        self.rule = rule
        self.node = node
        self.message = message
        self.hint = hint


def is_empty(node: Node) -> bool:
    """Return True where nothing stands behind a key."""
    return isinstance(node, Scalar) and node.plain and not node.value


def is_false(node: Node) -> bool:
    """Return True for the plain word `false`, which takes an entry out."""
    return isinstance(node, Scalar) and node.plain and node.value == "false"


def mapping(node: Node) -> Map:
    """Read a mapping; nothing at all is an empty one."""
    if is_empty(node):
        return Map((), node.line, node.column)
    if isinstance(node, Map):
        return node
    raise Wrong(
        rules.WRONG_VALUE,
        node,
        _("Here belongs a mapping, not {found}.", found=_kind(node)),
        _("Write `key: value` pairs, indented below the key, or in braces: `{key: value}`."),
    )


def text(node: Node) -> str:
    """Read a text of one line that says something."""
    if not isinstance(node, Scalar) or not node.value.strip():
        message = _("Here belongs a text, not {found}.", found=_kind(node))
    elif "\n" in node.value.strip() or len(node.value) > _LONGEST_TEXT:
        message = _("Here belongs a text of one line, {limit} characters at most.", limit=_LONGEST_TEXT)
    else:
        return node.value.strip()
    raise Wrong(
        rules.WRONG_VALUE, node, message, _("Write a text on this line; in quotes if it has marks of YAML in it.")
    )


def text_or_none(node: Node) -> str:
    """Read a text of one line; quotes with nothing in them are an empty text, which takes an inherited one away."""
    return "" if isinstance(node, Scalar) and not node.plain and not node.value else text(node)


def boolean(node: Node) -> bool:
    """Read `true` or `false`."""
    word = node.value.lower() if isinstance(node, Scalar) else ""
    if word not in ("true", "false"):
        found = _quoted(node)
        raise Wrong(
            rules.WRONG_VALUE,
            node,
            _("Here belongs `true` or `false`, not {found}.", found=found),
            _("Write `true` or `false`."),
        )
    return word == "true"


def name(node: Node) -> str:
    """Read the name of an entry: letters of any script, digits, `_` and `-`, which front matter can use as a key."""
    written = text(node)
    if not _NAME.fullmatch(written):
        better = re.sub(r"[^\w-]+", "_", written).strip("_-")[:60]
        raise Wrong(
            rules.WRONG_VALUE,
            node,
            _("'{name}' cannot be a name: names have letters, digits, `_` and `-`, and no space.", name=written[:80]),
            _("Write `{better}`.", better=better or "name"),
        )
    return written


def scalars(node: Node | None) -> Iterator[Scalar]:
    """Yield the texts of a list; a single text is a list of one."""
    if isinstance(node, Scalar) and node.value:
        yield node
    elif isinstance(node, Sequence):
        yield from (item for item in node.items if isinstance(item, Scalar))


def words(node: Node) -> tuple[str, ...]:
    """Read a list of texts, each once; a single text is a list of one."""
    if isinstance(node, Scalar):
        return (text(node),)
    if isinstance(node, Map):
        raise Wrong(
            rules.WRONG_VALUE, node, _("Here belongs a list, not {found}.", found=_kind(node)), _("Write `[one, two]`.")
        )
    return tuple(dict.fromkeys(text(item) for item in node.items))


def one_of(known: Collection[str]) -> Callable[[Node], str]:
    """Return what reads one of these words."""

    def read(node: Node) -> str:
        word = text(node)
        if word not in known:
            raise Wrong(
                rules.UNKNOWN_WORD,
                node,
                _("'{word}' is none of the words that can stand here.", word=word),
                did_you_mean(word, known),
            )
        return word

    return read


def pattern(node: Node) -> str:
    """Read a regular expression for ids; `^` and `$` around it are dropped, since the whole id is compared anyway."""
    written = text(node)
    mistake = mistake_in(written)
    if mistake:
        raise Wrong(rules.BAD_PATTERN, node, *mistake)
    if "|" not in written and written.endswith("$") and not written.endswith("\\$"):
        written = written[:-1]
    return written if "|" in written else written.removeprefix("^")


def label(node: Node) -> Label:
    """Read a label: `{en: …, zh: …}`, or one text for all languages."""
    if isinstance(node, Scalar):
        return dict.fromkeys(LANGUAGES, text(node))
    return {language(key): text(value) for key, value in mapping(node).entries}


def language(node: Scalar) -> str:
    """Read the code of a language that labels and headings can be written in."""
    if node.value not in LANGUAGES:
        raise Wrong(
            rules.UNKNOWN_KEY,
            node,
            _("'{language}' is no language that reqsite speaks.", language=node.value),
            _("Write one of: {words}.", words=", ".join(LANGUAGES)),
        )
    return node.value


def enum_values(node: Node) -> dict[str, Label]:
    """Read the values of an enum: a list, or a mapping from each value to its label; an empty list allows none."""
    if isinstance(node, Sequence):
        return {word: dict.fromkeys(LANGUAGES, word) for word in words(node)}
    if isinstance(node, Map):
        return {
            text(key): dict.fromkeys(LANGUAGES, text(key)) if is_empty(value) else label(value)
            for key, value in node.entries
        }
    raise Wrong(
        rules.WRONG_VALUE,
        node,
        _("Here belongs a list of values, not {found}.", found=_kind(node)),
        _("Write `[one, two]`, or `{one: {en: One, zh: 一}}` with labels."),
    )


def legend(node: Node) -> dict[str, Meaning]:
    """Read what values of an enum mean: a mapping from each value to its definition, policy and who may change it."""
    return {text(key): _meaning(value) for key, value in mapping(node).entries}


def _meaning(node: Node) -> Meaning:
    readers = ("definition", "policy", "changed_by")
    said = {one_of(readers)(key): label(value) for key, value in mapping(node).entries}
    return Meaning(**said)


def headings(node: Node) -> frozenset[str]:
    """Read headings: `{en: […], zh: […]}` or one list; folded, so that case and spaces do not count."""
    groups = [words(value) for key, value in node.entries if language(key)] if isinstance(node, Map) else [words(node)]
    return frozenset(fold_heading(word) for group in groups for word in group)


def setting(node: Node) -> Value:
    """Read whatever a rule may have as a setting: a text, or a list or mapping of such."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return tuple(setting(item) for item in node.items)
    return {key.value: setting(value) for key, value in node.entries}


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """Return a hint: the word that was probably meant, else those that can stand there (the first ones of many)."""
    by_fold = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(word.casefold()[:100], by_fold, n=1, cutoff=0.6)
    if near:
        return _("Did you mean `{word}`?", word=by_fold[near[0]])
    first = list(by_fold.values())[:_MANY]
    if not first:
        return _("Delete it: nothing can stand here in this schema.")
    words_ = ", ".join(first)
    return _("Write one of: {words}.", words=words_ if len(first) == len(by_fold) else f"{words_} …")


def _kind(node: Node) -> Message:
    if isinstance(node, Map):
        return _("a mapping")
    if isinstance(node, Sequence):
        return _("a list")
    return _quoted(node) if node.value.strip() else _("nothing")


def _quoted(node: Node) -> Message:
    if not isinstance(node, Scalar) or not node.value.strip():
        return _kind(node)
    return _("the text '{text}'", text=node.value if len(node.value) <= 60 else node.value[:60] + "…")  # noqa: PLR2004
