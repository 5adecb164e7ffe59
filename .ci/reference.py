"""Write the generated pages of the user guide's reference from the code that they describe.

`python .ci/reference.py` after a change of a command, an option, a rule or the default vocabulary; a test compares
the pages with what this makes of the code.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from reqsite.checks.registry import RULES
from reqsite.cli.app import PROGRAM, Verbs
from reqsite.cli.command import Option, Verb, common_options
from reqsite.cli.verbs import VERBS
from reqsite.model.finding import Rule, Severity
from reqsite.model.schema import FieldType, Label, LinkType, RecordType, Schema, SectionType, State
from reqsite.source.limits import Limits
from reqsite.source.schema_file import default_schema

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs_src" / "guide" / "reference"
PLUGIN_OPTIONS = ROOT / "reqsite" / "plugin" / "config.py"
NOTE = "<!-- Written by .ci/reference.py from the code: change it there. -->"

FAMILIES = {
    "0": "The vocabulary: schema.yml",
    "1": "Reading files",
    "2": "Fields, sections and ids",
    "3": "Links",
    "4": "Words and terms",
    "5": "Statements, criteria, tests and figures",
    "6": "Text and Markdown",
    "7": "Agreement: reasons, meetings, feedback and changes",
    "8": "Releases and what has changed since",
    "9": "Waivers and settings",
}


def main() -> None:
    """Write every page, and delete the pages of rules that are no more."""
    made = pages()
    for name, text in made.items():
        path = REFERENCE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for path in (REFERENCE / "rules").glob("*.md"):
        if f"rules/{path.name}" not in made:
            path.unlink()
    print(f"{len(made)} pages in {REFERENCE.relative_to(ROOT)}")


def pages() -> dict[str, str]:
    """Return every generated page: its path inside the reference, and its text."""
    rules = sorted(RULES, key=lambda rule: rule.code)
    return {
        "commands.md": page(commands()),
        "fields.md": page(vocabulary(default_schema())),
        "options.md": page(options()),
        "rules.md": page(list_of_rules(rules)),
        **{f"rules/{rule.code}.md": page(rule_page(rule)) for rule in rules},
    }


def page(lines: Iterable[str]) -> str:
    """Return lines as a page, with no more than one empty line in a row."""
    title, *rest = lines
    return re.sub(r"\n{3,}", "\n\n", "\n".join([title, "", NOTE, "", *rest])).rstrip("\n") + "\n"


def commands() -> Iterator[str]:
    """Yield the page of all commands, from click's own tree."""
    group = Verbs()
    with click.Context(group, info_name=PROGRAM) as ctx:
        yield "# Commands"
        yield "`reqsite --help` lists the verbs, and `reqsite VERB --help` says what this page says."
        yield ""
        yield from table(("Verb", "What it does"), [(f"[`{v}`](#{v})", str(line)) for v, line in VERBS.items()])
        yield "[What machines read](json.md#exit-codes) lists the exit codes."
        yield ""
        shared = {option.name or "" for option in common_options()}
        for name, line in VERBS.items():
            command = group.get_command(ctx, name)
            if isinstance(command, Verb):
                yield from command_section(command, str(line), shared, ctx)
        yield "## Options of every command { #common }"
        yield ""
        yield "They may stand before or after the verb."
        yield ""
        yield from option_table([*common_options(), *(p for p in group.params if p.name not in shared)])


def command_section(command: Verb, line: str, shared: set[str], parent: click.Context) -> Iterator[str]:
    """Yield what there is to know of one verb."""
    with click.Context(command, info_name=command.name, parent=parent) as ctx:
        usage = " ".join([ctx.command_path, *command.collect_usage_pieces(ctx)])
        yield f"## {command.name}"
        yield ""
        yield line
        yield ""
        yield from fenced("text", usage)
        yield str(command.details)
        yield ""
        yield from table(("Example", "What it is good for"), [(code(c), str(why)) for c, why in command.examples])
        own = [p for p in command.params if (p.name or "") not in shared and isinstance(p, Option)]
        if own:
            yield from option_table(own)


def option_table(parameters: Sequence[click.Parameter]) -> Iterator[str]:
    """Yield the options, each with its default where it has one worth telling."""
    rows = []
    for option in parameters:
        if isinstance(option, Option):
            names = ", ".join(code(name) for name in (*option.opts, *option.secondary_opts))
            value = "" if option.is_flag else value_of(option)
            default = code(str(option.default)) if option.show_default else ""
            rows.append((names, value, str(option.message), default))
    yield from table(("Option", "Value", "What it does", "Default"), rows)


def value_of(option: Option) -> str:
    """Return what may stand behind an option."""
    if isinstance(option.type, click.Choice):
        return ", ".join(code(str(choice)) for choice in option.type.choices)
    return code(option.metavar or option.type.name.upper())


def vocabulary(schema: Schema) -> Iterator[str]:
    """Yield the page of the default vocabulary."""
    yield "# Types, fields and links"
    yield "The default vocabulary. Your project may add to it and replace any of it: see"
    yield "[Use your own vocabulary](../how-to/own-vocabulary.md). `reqsite schema` prints the one of your project."
    yield ""
    yield "## Types"
    yield ""
    yield "Every type has a kind. The kind decides how its page looks, and in which folder of the portal it lies."
    yield ""
    yield from table(
        ("Type", "Kind", "Label", "Ids begin with", "Must have", "Should trace"),
        [type_row(entry) for entry in schema.types.values()],
    )
    yield "## Fields"
    yield ""
    yield "*Normative* fields bind. *Internal* ones are cut out of the client's portal. Readers can filter lists by a"
    yield "*facet*."
    yield ""
    yield from table(
        ("Field", "Label", "Value", "Belongs to", ""), [field_row(entry) for entry in schema.fields.values()]
    )
    yield from inner_fields(schema.fields)
    yield "## Links"
    yield ""
    yield "*Up* leads to a parent and *down* to a child. *Side* does neither. A *verdict* says what became of a"
    yield "withdrawn record."
    yield ""
    yield from table(
        ("Link", "Label", "Read backwards", "Direction", "From", "To"),
        [link_row(entry) for entry in schema.links.values()],
    )
    yield "## States"
    yield ""
    for kind, states in schema.states.items():
        yield f"### {kind}"
        yield ""
        yield from table(("Status", "Label", "May become", ""), [state_row(entry) for entry in states.values()])
    yield "## Sections"
    yield ""
    yield "A heading begins a section, whatever its level and its case."
    yield ""
    yield from table(("Section", "Label", "Headings", ""), [section_row(entry) for entry in schema.sections.values()])


def type_row(entry: RecordType) -> tuple[str, ...]:
    """Return a type's line."""
    must = [*map(code, entry.required), *(f"section {code(key)}" for key in entry.sections)]
    wants = {
        "acceptance criteria": entry.needs_criteria,
        "a test": entry.needs_test,
        "a figure with a unit": entry.needs_metric,
    }
    must += [word for word, wanted in wants.items() if wanted]
    traces = [f"up to {', '.join(entry.up)}"] if entry.up else []
    traces += [f"down to {', '.join(entry.down)}"] if entry.down else []
    prefix = code(f"{entry.prefix}-") if entry.prefix else ""
    return code(entry.name), entry.kind, both(entry.label), prefix, ", ".join(must), "; ".join(traces)


def field_row(entry: FieldType) -> tuple[str, ...]:
    """Return a field's line."""
    marks = {"normative": entry.normative, "internal": entry.internal, "facet": entry.facet}
    return code(entry.name), both(entry.label), field_value(entry), ", ".join(entry.kinds) or "all", words(marks)


def field_value(entry: FieldType) -> str:
    """Return what a field may hold: the values of an enum, else its kind."""
    return ", ".join(f"{code(value)} ({both(label)})" for value, label in entry.values.items()) or entry.kind


def inner_fields(fields: Mapping[str, FieldType]) -> Iterator[str]:
    """Yield what the fields that are mappings may hold."""
    yield "These fields are mappings with keys of their own; other mappings may hold anything."
    yield ""
    rows = [
        (code(f"{outer.name}.{inner.name}"), both(inner.label), field_value(inner))
        for outer in fields.values()
        for inner in outer.fields.values()
    ]
    yield from table(("Key", "Label", "Value"), rows)


def link_row(entry: LinkType) -> tuple[str, ...]:
    """Return a link type's line."""
    target = ", ".join(entry.target) or "all"
    return (
        code(entry.name),
        both(entry.label),
        f"{code(entry.inverse)} ({both(entry.inverse_label or entry.label)})",
        entry.direction,
        ", ".join(entry.source) or "all",
        f"{target}, or plain words" if entry.free_text else target,
    )


def state_row(entry: State) -> tuple[str, ...]:
    """Return a state's line."""
    marks = {"no longer binds": not entry.live, "not for a release": not entry.released}
    return code(entry.name), both(entry.label), ", ".join(map(code, entry.next)), words(marks)


def section_row(entry: SectionType) -> tuple[str, ...]:
    """Return a section's line."""
    marks = {"normative": entry.normative, "internal": entry.internal, "criteria": entry.criteria}
    return code(entry.key), both(entry.label), ", ".join(map(code, sorted(entry.headings))), words(marks)


def options() -> Iterator[str]:
    """Yield the page of the plugin's options, read from their declarations."""
    yield "# Options"
    yield "## In mkdocs.yml"
    yield ""
    yield "They stand under the plugin's name; none of them is needed."
    yield ""
    yield from fenced("yaml", "plugins:\n  - search\n  - reqsite:\n      schema: schema.yml\n      audience: client")
    yield from table(("Option", "Value", "Default", "What it does"), list(plugin_options()))
    yield "## Environment variables"
    yield ""
    yield from table(("Variable", "What it does"), ENVIRONMENT)
    yield "## What reqsite reads from the rest of mkdocs.yml"
    yield ""
    yield from table(("Setting", "What it means here"), SITE_SETTINGS)


ENVIRONMENT = [
    ("`REQSITE_AUDIENCE`", "`client` or `internal`; wins over `audience` in mkdocs.yml."),
    ("`REQSITE_LANG`", "`en` or `zh`: the language of messages on the command line; `--lang` wins over it."),
    ("`SOURCE_DATE_EPOCH`", "The time that counts as now, in seconds since 1970, so that two builds are alike."),
    ("`NO_COLOR`", "Set to anything, it switches colours off."),
]
SITE_SETTINGS = [
    ("`docs_dir`", "The folder in which records are looked for."),
    ("`site_dir`", "Where the portal is built; `reqsite build --site-dir` wins over it."),
    ("`theme.language`", "The language of the portal and of messages: Chinese for `zh`, English for all others."),
    ("`use_directory_urls`", "With `false` the portal also works from a folder, without a server."),
]


def plugin_options() -> Iterator[tuple[str, ...]]:
    """Yield the options that the plugin's configuration declares, with their types, defaults and docstrings."""
    tree = ast.parse(PLUGIN_OPTIONS.read_text(encoding="utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    yield from options_of("ReqsiteConfig", classes, "")


def options_of(name: str, classes: Mapping[str, ast.ClassDef], prefix: str) -> Iterator[tuple[str, ...]]:
    """Yield the options of one class, and of those that it holds, under dotted names."""
    body = classes[name].body
    for option, text in itertools.pairwise(body):
        if not (isinstance(option, ast.Assign) and isinstance(option.value, ast.Call) and isinstance(text, ast.Expr)):
            continue
        target, first = option.targets[0], option.value.args[0]
        key = f"{prefix}{target.id if isinstance(target, ast.Name) else ''}"
        if isinstance(first, ast.Name) and first.id in classes:
            yield from options_of(first.id, classes, f"{key}.")
        else:
            default = {k.arg: default_value(k.value) for k in option.value.keywords}.get("default")
            yield code(key), option_values(option.value), shown(default), ast.literal_eval(text.value)


def default_value(node: ast.expr) -> object:
    """Return a default that is written out, or named as one of the usual limits."""
    return getattr(Limits(), node.attr) if isinstance(node, ast.Attribute) else ast.literal_eval(node)


def option_values(call: ast.Call) -> str:
    """Return what an option may be, from the call that declares it."""
    kind = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    first = call.args[0]
    if kind == "Choice":
        return ", ".join(code(choice) for choice in ast.literal_eval(first))
    if isinstance(first, ast.Call):
        return option_values(first)
    return {"bool": "`true`, `false`", "str": "text", "int": "number"}[first.id] if isinstance(first, ast.Name) else ""


def shown(default: object) -> str:
    """Return a default as mkdocs.yml writes it."""
    return "" if default is None else code(str(default).lower() if isinstance(default, bool) else str(default))


def list_of_rules(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the page that lists all rules."""
    yield "# Rules"
    yield "What `reqsite check` looks at. A rule's code never changes. Its severity can be changed in"
    yield "[schema.yml](../how-to/own-vocabulary.md#checks), and a single finding can be"
    yield "[waived](../how-to/waive-a-finding.md) with a reason."
    yield ""
    for digit, family in FAMILIES.items():
        rows = [
            (f"[{r.code}](rules/{r.code}.md)", code(r.name), r.severity.value, str(r.title))
            for r in rules
            if r.code[2] == digit
        ]
        if rows:
            yield f"## {family}"
            yield ""
            yield from table(("Code", "Name", "Severity", "What it finds"), rows)


def rule_page(rule: Rule) -> Iterator[str]:
    """Yield the page of one rule."""
    yield f"# {rule.code} {rule.name}"
    yield f"{rule.title}."
    yield ""
    yield from table(("Code", "Name", "Severity"), [(code(rule.code), code(rule.name), rule.severity.value)])
    yield "## Why"
    yield ""
    yield str(rule.why)
    yield ""
    for title, example in (("Found", rule.bad), ("Not found", rule.good)):
        if example:
            yield f"## {title}"
            yield ""
            yield from fenced(language_of(example), example)
    yield from waiving(rule)


def waiving(rule: Rule) -> Iterator[str]:
    """Yield how to accept a finding of this rule, or to change its weight."""
    family = rule.code[2]
    yield "## Accept it"
    yield ""
    if family not in "09":
        yield "In one place, with a reason: [waive it](../../how-to/waive-a-finding.md), in a comment or in the front"
        yield "matter."
        if family == "1":
            yield "A waiver works only where the record itself could be read."
        yield ""
        yield from fenced("yaml", f"waive:\n  - rule: {rule.name}\n    reason: …")
    yield "In the whole project, in [schema.yml](../../how-to/own-vocabulary.md#checks):"
    yield ""
    weight = "off" if rule.severity is Severity.INFO else "info"
    yield from fenced("yaml", f"checks:\n  {rule.name}: {weight}")


def language_of(example: str) -> str:
    """Return what an example is written in: a record or a part of one, YAML, or plain words about a file."""
    if example.lstrip().startswith(("---", "<!--", "#", "!", "|", "-")):
        return "markdown"
    return "yaml" if re.match(r"\w+:\n", example) else "text"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table of Markdown."""
    for row in (head, ["---"] * len(head), *rows):
        yield "| " + " | ".join(cell(text) for text in row) + " |"
    yield ""


def cell(text: str) -> str:
    """Return text that does not end its cell."""
    return " ".join(text.split()).replace("|", "\\|")


def fenced(language: str, text: str) -> Iterator[str]:
    """Yield a block of code, fenced so that no fence inside ends it."""
    longest = max((len(marks) for marks in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}{language}", text.rstrip("\n"), fence, "")


def code(text: str) -> str:
    """Return text as code."""
    return f"`{text}`"


def both(label: Label) -> str:
    """Return a label in English and Chinese, once where they are the same."""
    return " / ".join(dict.fromkeys(text for text in (label.get("en", ""), label.get("zh", "")) if text))


def words(marks: Mapping[str, bool]) -> str:
    """Return the words that hold."""
    return ", ".join(word for word, holds in marks.items() if holds)


if __name__ == "__main__":
    main()
