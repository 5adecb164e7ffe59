"""Patterns for ids: regular expressions that cannot be made to run for ever.

Python's `re` tries one reading of a text after the other, so what counts is how many readings a text can have.  The
pattern is turned into an automaton whose states are the pattern's characters (Glushkov 1961), and refused where

- a loop can be gone through in two ways on the same text: exponential (EDA: Weber and Seidl 1991, "On the degree of
  ambiguity of finite automata"; for backtracking, Weideman et al. 2016), or
- more than two loops in a row can share a text between them in any way: more than quadratic (IDA, same source), or
- the choices outside loops multiply to more than `MAX_CHOICES`.

Repetitions with bounds of their own (`{1,6}`) count as loops, so a refusal is sometimes too strict, never too lax.
"""

from __future__ import annotations

import importlib
import itertools
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from reqsite.i18n import Message, _

MAX_LENGTH = 200
"""Characters that a pattern may have."""
MAX_STATES = 100
"""Characters of a text that a pattern may tell apart, exact repetitions written out."""
MAX_CHOICES = 64
"""Readings that the parts outside loops may have together."""
_MAX_STEPS = 200_000
_SAMPLE = "azAZmM09５_ -./:#@!~,;+=*()[]{}|\\\"'\n\t\r\x00\xa0　éß中需あＡ－–—·😀²"
_WIDEST_RANGE = 300
_EXAMPLE = _("Write a short one, such as `REQ-[0-9]+`.")

_CATEGORIES: Mapping[str, Callable[[str], bool]] = {
    "DIGIT": str.isdecimal,
    "SPACE": str.isspace,
    "WORD": lambda letter: letter.isalnum() or letter == "_",
}

T = TypeVar("T")

_parser: Any = importlib.import_module("re._parser")  # what `re.compile` itself uses; typeshed does not know it


def mistake_in(pattern: str) -> tuple[Message, Message] | None:
    """Return what is wrong with a pattern for ids and what to write instead, None where it can be used."""
    if len(pattern) > MAX_LENGTH:
        return _("The pattern is longer than {limit} characters.", limit=MAX_LENGTH), _EXAMPLE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = _parser.parse(pattern)
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        reason = error.msg if isinstance(error, re.error) else str(error)
        return _("The pattern is no regular expression: {reason}.", reason=reason), _EXAMPLE
    try:
        _refuse_danger(_Automaton(tree))
    except _Refused as refused:
        return refused.message, refused.hint
    return None


class _Refused(Exception):  # noqa: N818 the writer's mistake, not the program's
    """A pattern that cannot be used."""

    def __init__(self, message: Message, hint: Message) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint


def _dangerous() -> _Refused:
    return _Refused(
        _("The pattern is dangerous: some texts can be read in so many ways that comparing them would not end."),
        _("Let every repeated part begin or end with a character that it cannot hold otherwise: `[A-Z]+(-[A-Z]+)*`."),
    )


def _too_big() -> _Refused:
    return _Refused(_("The pattern is too complicated to be checked."), _EXAMPLE)


_Part = tuple[bool, list[int], list[int]]
"""Whether a part of the pattern may be empty, the states it may begin with and those it may end with."""

_EMPTY: _Part = (True, [], [])


class _Automaton:
    """The pattern's characters as states; `edges` counts the ways in which one may follow another."""

    def __init__(self, tree: Any) -> None:  # noqa: ANN401 the parser's trees have no types
        if tree.state.groupdict or tree.state.flags & ~re.UNICODE:
            raise _Refused(
                _("The pattern names a group or sets a flag; patterns for ids are joined, so neither can be used."),
                _("Write `(…)` for a group, and both cases out: `[A-Za-z]`."),
            )
        self._alphabet = _alphabet(tree)
        self.masks: list[int] = []
        self.edges: Counter[tuple[int, int]] = Counter()
        start = self._state((1 << len(self._alphabet)) - 1)
        _may_be_empty, first, _last = self._sequence(tree)
        self._connect([start], first)
        self.next: list[list[int]] = [[] for _mask in self.masks]
        for one, two in self.edges:
            self.next[one].append(two)

    def common(self, *states: int) -> bool:
        """Return True where one character is in all of these states."""
        mask = self.masks[states[0]]
        for state in states[1:]:
            mask &= self.masks[state]
        return mask != 0

    def _state(self, mask: int) -> int:
        if len(self.masks) >= MAX_STATES:
            raise _too_big()
        self.masks.append(mask)
        return len(self.masks) - 1

    def _connect(self, last: Iterable[int], first: Iterable[int]) -> None:
        self.edges.update(itertools.product(last, first))

    def _sequence(self, items: Any) -> _Part:  # noqa: ANN401
        part = _EMPTY
        for operation, argument in items:
            part = self._joined(part, self._part(str(operation), argument))
        return part

    def _joined(self, one: _Part, two: _Part) -> _Part:
        self._connect(one[2], two[1])
        first = one[1] + two[1] if one[0] else one[1]
        last = two[2] + one[2] if two[0] else two[2]
        return one[0] and two[0], first, last

    def _part(self, operation: str, argument: Any) -> _Part:  # noqa: ANN401
        if operation in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            holds = _membership(operation, argument)
            state = self._state(sum(1 << n for n, letter in enumerate(self._alphabet) if holds(letter)))
            return False, [state], [state]
        if operation == "SUBPATTERN":
            _group, add_flags, del_flags, items = argument
            if not add_flags and not del_flags:
                return self._sequence(items)
        if operation == "BRANCH":
            return self._branch(argument[1])
        if operation in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(*argument)
        if operation == "AT" and str(argument) in ("AT_BEGINNING", "AT_END", "AT_BOUNDARY", "AT_NON_BOUNDARY"):
            return _EMPTY
        raise _Refused(
            _("The pattern uses a part of regular expressions that ids do not need (look-around, references back)."),
            _("Write it with letters, `[…]`, `(…|…)`, `?`, `*`, `+` and `{m,n}` alone."),
        )

    def _branch(self, alternatives: Any) -> _Part:  # noqa: ANN401
        parts = [self._sequence(items) for items in alternatives]
        if sum(part[0] for part in parts) > 1:  # two ways to read nothing
            raise _dangerous()
        return any(p[0] for p in parts), [s for p in parts for s in p[1]], [s for p in parts for s in p[2]]

    def _repeat(self, least: int, most: int, items: Any) -> _Part:  # noqa: ANN401
        if most == 0:
            return _EMPTY
        if 1 < least == most <= MAX_STATES:
            part = _EMPTY
            for _round in range(most):
                part = self._joined(part, self._body(items))
            return part
        body = self._body(items)
        if most > 1:
            self._connect(body[2], body[1])
        return least == 0, body[1], body[2]

    def _body(self, items: Any) -> _Part:  # noqa: ANN401
        body = self._sequence(items)
        if body[0]:  # what may be empty can be repeated in endless ways
            raise _dangerous()
        return body


def _alphabet(tree: Any) -> str:  # noqa: ANN401
    """Return characters among which there is one for every set of characters that the pattern can tell apart."""
    letters = set(_SAMPLE)
    for operation, argument in _walk(tree):
        if operation in ("LITERAL", "NOT_LITERAL"):
            letters.add(chr(argument))
        elif operation == "RANGE":
            low, high = argument
            step = max(1, (high - low) // _WIDEST_RANGE)
            letters.update(chr(code) for code in (*range(low, high + 1, step), high))
    return "".join(sorted(letters))


def _walk(tree: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield every operation of a parsed pattern with its argument."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple) and len(node) == 2 and hasattr(node[0], "name"):  # noqa: PLR2004 a pair
            yield str(node[0]), node[1]
            stack.append(node[1])
        elif isinstance(node, (tuple, list)) or hasattr(node, "data"):
            stack.extend(node)


def _membership(operation: str, argument: Any) -> Callable[[str], bool]:  # noqa: ANN401
    """Return what tells whether a character is one that this part of a pattern takes."""
    if operation == "ANY":
        return lambda letter: letter != "\n"
    if operation == "LITERAL":
        return lambda letter: ord(letter) == argument
    if operation == "NOT_LITERAL":
        return lambda letter: ord(letter) != argument
    if operation == "RANGE":
        return lambda letter: argument[0] <= ord(letter) <= argument[1]
    if operation == "CATEGORY":
        return _category(str(argument))
    negated = bool(argument) and str(argument[0][0]) == "NEGATE"
    tests = [_membership(str(op), value) for op, value in argument[negated:]]
    return lambda letter: any(test(letter) for test in tests) is not negated


def _category(name: str) -> Callable[[str], bool]:
    test = _CATEGORIES[name.rpartition("_")[2]]
    negated = "_NOT_" in name
    return lambda letter: test(letter) is not negated


def _refuse_danger(automaton: _Automaton) -> None:
    loops = _loops(automaton)
    steps = itertools.count()

    def count(_state: object) -> None:
        if next(steps) > _MAX_STEPS:
            raise _too_big()

    for loop in loops:
        if _two_ways_round(automaton, loop, count):
            raise _dangerous()
    shares = [[one is not two and _share_a_text(automaton, one, two, count) for two in loops] for one in loops]
    chained = any(shares[a][b] and shares[b][c] for a, b, c in itertools.product(range(len(loops)), repeat=3))
    if chained or _choices(automaton, loops) > MAX_CHOICES:
        raise _dangerous()


def _loops(automaton: _Automaton) -> list[frozenset[int]]:
    """Return the sets of states that can all be reached from one another, each with an edge of its own at least."""
    reach = [_reachable(automaton.next[state], lambda s: automaton.next[s]) for state in range(len(automaton.masks))]
    found = {
        frozenset(other for other in reach[state] if state in reach[other])
        for state in range(len(reach))
        if state in reach[state]
    }
    return sorted(found, key=min)


def _two_ways_round(automaton: _Automaton, loop: frozenset[int], count: Callable[[object], None]) -> bool:
    """Return True where a text leads through the loop in two ways (EDA)."""
    if any(ways > 1 and one in loop and two in loop for (one, two), ways in automaton.edges.items()):
        return True
    forward: dict[tuple[int, int], list[tuple[int, int]]] = {}
    backward: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for here in itertools.product(loop, loop):
        for there in itertools.product(automaton.next[here[0]], automaton.next[here[1]]):
            count(there)
            if loop.issuperset(there) and automaton.common(*there):
                forward.setdefault(here, []).append(there)
                backward.setdefault(there, []).append(here)
    same = [(state, state) for state in loop]
    out = _reachable(same, lambda pair: forward.get(pair, ()))
    back = _reachable(same, lambda pair: backward.get(pair, ()))
    return any(one != two for one, two in out & back)


def _share_a_text(
    automaton: _Automaton, one: frozenset[int], two: frozenset[int], count: Callable[[object], None]
) -> bool:
    """Return True where a text that fits both loops can be shared between them in any way (IDA)."""

    def step(triple: tuple[int, int, int]) -> Iterator[tuple[int, int, int]]:
        count(triple)
        first, between, second = triple
        for a in one.intersection(automaton.next[first]):
            for c in two.intersection(automaton.next[second]):
                if automaton.common(a, c):
                    for b in automaton.next[between]:
                        count(b)
                        if automaton.common(a, b, c):
                            yield a, b, c

    return any((a, b, b) in _reachable(step((a, a, b)), step) for a in one for b in two)


def _choices(automaton: _Automaton, loops: list[frozenset[int]]) -> int:
    """Return a bound for the number of readings that the choices outside loops give a text."""
    home = {state: number for number, loop in enumerate(loops) for state in loop}
    product = 1
    for state, followers in enumerate(automaton.next):
        leaving = [s for s in followers if state not in home or home.get(s) != home[state]]
        alike = [s for s in leaving if any(s != o and automaton.common(s, o) for o in leaving)]
        ways = sum(automaton.edges[state, s] for s in alike) or max(
            (automaton.edges[state, s] for s in leaving), default=1
        )
        product = min(product * ways, MAX_CHOICES + 1)
    return product


def _reachable(start: Iterable[T], step: Callable[[T], Iterable[T]]) -> set[T]:
    found = set(start)
    stack = list(found)
    while stack:
        for there in step(stack.pop()):
            if there not in found:
                found.add(there)
                stack.append(there)
    return found
