import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reqsite.model.finding import Place
from reqsite.model.schema import Schema
from reqsite.source.schema_file import (
    CORE_FIELDS,
    SCHEMA_RULES,
    SchemaFile,
    default_schema,
    parse_schema,
    read_schema,
)
from tests.growth import assert_linear

EXTENDED = """\
extends: default
types:
  hlr:
    kind: requirement
    label: {en: High-level requirement, zh: 高层需求}
    id: 'HLR-\\d+'
    required: [title, rationale_short]
    sections: [safety]
    up: [goal]
fields:
  rationale_short: {kind: text, label: 简述, normative: true}
  asil:
    kind: enum
    values: {A: {en: ASIL A, zh: ASIL A 级}, QM: Quality managed, '0':}
    kinds: [hlr]
links:
  satisfies: {inverse: satisfied_by, from: [hlr], to: goal}
states:
  requirement:
    draft: {next: [done]}
    done: {label: {zh: 完成}}
checks:
  RQ401: off
  vague-word: {severity: warning, words: [soon, 尽快], units: {ms: Milliseconds}}
sections:
  safety: {label: {en: Safety, zh: 安全}, headings: {en: [Safety, Safety  Note], zh: [安全]}}
"""


def read(text: str) -> SchemaFile:
    return parse_schema(text, "schema.yml")


def schema_of(text: str) -> Schema:
    result = read(text)
    assert [str(f.message) for f in result.findings] == []
    return result.schema


def test_an_empty_file_is_the_default_schema():
    assert schema_of("# nothing yet\n") == default_schema()
    assert schema_of("extends: default\ntypes:\nlinks: {}\n") == default_schema()


def test_the_default_is_taken_with_and_without_extends():
    assert schema_of("types: {hlr: {kind: requirement}}") == schema_of(
        "extends: default\ntypes: {hlr: {kind: requirement}}"
    )


def test_a_project_adds_its_own_words():
    schema = schema_of(EXTENDED)
    hlr = schema.types["hlr"]
    assert (hlr.kind, hlr.id, hlr.prefix) == ("requirement", r"HLR-\d+", "HLR")
    assert (hlr.required, hlr.sections, hlr.up) == (("title", "rationale_short"), ("safety",), ("goal",))
    assert schema.fields["rationale_short"].label == {"en": "简述", "zh": "简述"}
    assert schema.fields["rationale_short"].normative
    assert schema.fields["asil"].kinds == ("hlr",)
    assert schema.fields["asil"].values == {
        "A": {"en": "ASIL A", "zh": "ASIL A 级"},
        "QM": {"en": "Quality managed", "zh": "Quality managed"},
        "0": {"en": "0", "zh": "0"},
    }
    link = schema.links["satisfies"]
    assert (link.inverse, link.source, link.target) == ("satisfied_by", ("hlr",), ("goal",))
    assert (link.label["en"], link.inverse_label["en"]) == ("Satisfies", "Satisfied by")
    assert schema.section_key("SAFETY note:") == "safety"
    assert schema.section_key("安全") == "safety"
    assert schema.section_key("Rationale") == "rationale"


def test_what_an_entry_does_not_say_stays_as_it_was():
    schema = schema_of("types: {functional: {label: {zh: 功能}, required: [title]}}\nfields: {owner: {facet: false}}")
    functional, before = schema.types["functional"], default_schema().types["functional"]
    assert functional.label == {"en": before.label["en"], "zh": "功能"}
    assert functional.required == ("title",)
    assert (functional.id, functional.needs_criteria) == (before.id, before.needs_criteria)
    assert (schema.fields["owner"].kind, schema.fields["owner"].facet) == ("person", False)


def test_values_replace_the_ones_that_were_there():
    schema = schema_of("fields: {priority: {values: [high, low]}}")
    assert list(schema.fields["priority"].values) == ["high", "low"]
    assert schema.fields["priority"].label["zh"] == "优先级"


def test_an_empty_list_of_values_allows_none():
    priority = schema_of("fields: {priority: {kind: enum, values: []}}").fields["priority"]
    assert (priority.kind, dict(priority.values)) == ("enum", {})


def test_a_status_with_values_of_its_own_leaves_the_states():
    schema = schema_of("fields: {status: {kind: enum, values: [active]}}")
    assert schema.states_of("functional") == {}
    assert list(schema.fields["status"].values) == ["active"]


def test_states_of_a_kind_are_one_set_and_keep_what_they_do_not_say():
    states = schema_of(EXTENDED).states_of("functional")
    assert list(states) == ["draft", "done"]
    assert (states["draft"].label["zh"], states["draft"].next) == ("草稿", ("done",))
    assert states["done"].label == {"en": "Done", "zh": "完成"}


def test_states_that_a_default_state_led_to_are_forgotten_with_the_set():
    states = schema_of("states: {requirement: {draft: {}, withdrawn: {}}}").states_of("functional")
    assert states["draft"].next == ("withdrawn",)
    assert not states["withdrawn"].live


def test_a_type_may_have_states_of_its_own():
    schema = schema_of("states: {constraint: {draft: {next: [binding]}, binding: {}}}")
    assert list(schema.states_of("constraint")) == ["draft", "binding"]
    assert schema.states_of("constraint")["draft"].label["zh"] == "草稿"
    assert "frozen" in schema.states_of("functional")


def test_headings_come_on_top_of_the_known_ones():
    schema = schema_of("sections: {rationale: {headings: {en: [Reasoning]}}}")
    assert schema.section_key("reasoning") == schema.section_key("理由") == "rationale"


def test_a_heading_goes_to_the_section_that_the_project_gives_it():
    schema = schema_of("sections: {background: {headings: [Background]}}")
    assert schema.section_key("Background") == "background"
    assert schema.section_key("Context") == "context"


@pytest.mark.parametrize(
    ("part", "name"),
    [("types", "functional"), ("fields", "kano"), ("links", "risks"), ("states", "goal"), ("sections", "notes")],
)
def test_false_takes_an_entry_out(part, name):
    assert name in getattr(default_schema(), part)
    assert name not in getattr(schema_of(f"{part}: {{{name}: false}}"), part)


def test_what_named_an_entry_that_was_taken_out_forgets_it():
    schema = schema_of("fields: {priority: false}\ntypes: {hlr: {kind: requirement}}")
    assert schema.types["functional"].required == ("title", "status")


def test_the_name_of_an_entry_that_was_taken_out_is_free():
    schema = schema_of("links: {source: false}\nfields: {source: {kind: text}}")
    assert "source" in schema.fields
    assert "source" not in schema.links


def test_a_part_can_begin_anew():
    schema = schema_of("types: {extends: none, hlr: {kind: requirement}}")
    assert list(schema.types) == ["hlr"]
    assert "priority" in schema.fields


def test_without_the_default_only_the_core_is_left():
    schema = schema_of("extends: none\ntypes: {hlr: {kind: requirement}}")
    assert (list(schema.types), tuple(schema.fields), dict(schema.links)) == (["hlr"], CORE_FIELDS, {})
    assert list(schema.sections) == ["statement"]
    assert schema.states_of("hlr") == {}


def test_a_field_gets_its_kind_from_what_it_holds():
    schema = schema_of("fields: {a: {values: [x]}, b: {fields: {c: {kind: number}}}, d: }")
    assert [schema.fields[name].kind for name in "abd"] == ["enum", "map", "text"]
    assert schema.fields["b"].fields["c"].kind == "number"


def test_inner_fields_are_laid_over_the_ones_that_were_there():
    inner = schema_of("fields: {impact: {fields: {cost: false, carbon: {kind: number}}}}").fields["impact"].fields
    assert list(inner) == ["schedule_days", "resources", "risk", "carbon"]


def test_a_part_of_a_field_may_be_internal():
    inner = schema_of("fields: {impact: {fields: {cost: {internal: true}}}}").fields["impact"].fields
    assert inner["cost"].internal
    assert not inner["risk"].internal


def test_a_field_that_becomes_text_has_no_values():
    assert schema_of("fields: {priority: {kind: text}}").fields["priority"].values == {}


def test_a_link_may_be_its_own_inverse():
    link = schema_of("links: {twin_of: {inverse: twin_of, label: {en: Twin, zh: 孪生}}}").links["twin_of"]
    assert link.inverse_label == link.label == {"en": "Twin", "zh": "孪生"}


def test_anchors_around_a_pattern_are_dropped():
    assert schema_of("types: {hlr: {kind: requirement, id: '^HLR-\\d+$'}}").types["hlr"].id == r"HLR-\d+"


@pytest.mark.parametrize(
    ("pattern", "prefix"), [(r"\S+( \S+)*", "REQ"), (r"SYS-\d+", "SYS"), (r"[A-Z]{3}-\d", "REQ"), (r"\d+", "")]
)
def test_a_new_pattern_keeps_the_prefix_where_it_fits(pattern, prefix):
    assert schema_of(f"types: {{functional: {{id: '{pattern}'}}}}").types["functional"].prefix == prefix


@pytest.mark.parametrize("entry", ["prefix: ''", 'prefix: ""', "id: 'REQ-\\d+', prefix: ''"])
def test_an_empty_prefix_takes_the_inherited_one_away(entry):
    found = read(f"types: {{functional: {{{entry}}}}}")
    assert found.findings == ()
    assert found.schema.types["functional"].prefix == ""


def test_a_prefix_of_nothing_at_all_is_no_prefix():
    found = read("types:\n  functional:\n    prefix:\n")
    assert [(f.rule.name, f.place.line) for f in found.findings] == [("wrong-schema-value", 3)]
    assert found.schema.types["functional"].prefix == "REQ"


def test_settings_of_rules_are_kept_as_written():
    assert schema_of(EXTENDED).checks == {
        "RQ401": {"severity": "off"},
        "vague-word": {"severity": "warning", "words": ("soon", "尽快"), "units": {"ms": "Milliseconds"}},
    }


def test_places_say_where_each_key_stands():
    places = read(EXTENDED).places
    assert places["checks.RQ401"] == Place("schema.yml", 23, 3)
    assert places["checks.vague-word.words"] == Place("schema.yml", 24, 35)
    assert places["types.hlr.required"] == Place("schema.yml", 7, 5)


ONE_TYPE = """\
extends: default
types:
  functional:
    kind: requirement
    label: functional
    id: \\S+( \\S+)*
    required:
    - title
fields:
  section:
    kind: text
  status:
    kind: enum
    values:
    - active
  priority:
    kind: enum
    values: []
links:
  parent:
    inverse: parent_of
  refers_to:
    inverse: refers_to_of
"""
OWN_PRIORITIES = """\
extends: default
types:
  security_requirement:
    kind: requirement
    label: security requirement
    id: \\S+( \\S+)*
    required:
    - title
fields:
  number:
    kind: text
  levels:
    kind: list
  status:
    kind: enum
    values:
    - active
  priority:
    kind: enum
    values:
    - L1
    - L2
links: {}
"""
SEVERAL_TYPES = """\
extends: default
types:
  design:
    kind: requirement
    label: design
    id: \\S+( \\S+)*
  requirement:
    kind: requirement
    label: requirement
    id: \\S+( \\S+)*
fields:
  mid:
    kind: text
  files:
    kind: list
  status:
    kind: enum
    values:
    - Active
    - Draft
links:
  inline:
    inverse: inline_of
  parent:
    inverse: parent_of
"""
NEAR_NAMES = """\
extends: default
types:
  functional:
    kind: requirement
    label: Functional
  non_functional:
    kind: requirement
    label: Non-Functional
fields:
  component:
    kind: text
links:
  parent:
    inverse: parent_of
"""


@pytest.mark.parametrize("text", [ONE_TYPE, OWN_PRIORITIES, SEVERAL_TYPES, NEAR_NAMES])
def test_the_shapes_of_real_schemas_read_without_a_finding(text):
    schema = schema_of(text)
    assert schema.links["parent"].direction == "up"
    assert all(record_type.kind == "requirement" for name, record_type in schema.types.items() if name in text)


MISTAKES = [
    # text, rule, line:column, in the message, in the hint
    ("types:\n  a: {kind: goal\n", "RQ001", None, "", ""),
    ("types: &x {}\n", "RQ001", "1:8", "anchor", ""),
    ("fields:\n  a: {}\n  a: {}\n", "RQ001", "3:3", "'a'", ""),
    ("- types\n", "RQ001", "1:1", "list", ""),
    ("typs: {}\n", "RQ002", "1:1", "'typs'", "`types`"),
    ("types:\n  a: {kind: goal, requird: [title]}\n", "RQ002", "2:19", "'requird'", "`required`"),
    ("fields:\n  a: {label: {en: A, cn: 甲}}\n", "RQ002", "2:22", "'cn'", "zh"),
    ("fields: {impact: {fields: {cost: {facet: true}}}}\n", "RQ002", "1:35", "'facet'", "internal"),
    ("types: [a]\n", "RQ003", "1:8", "a list", "key: value"),
    ("types:\n  a: goal\n", "RQ003", "2:6", "'goal'", "key: value"),
    ("fields:\n  owner: {facet: maybe}\n", "RQ003", "2:18", "'maybe'", "`true`"),
    ("fields:\n  owner: {facet: [true]}\n", "RQ003", "2:18", "a list", "`true`"),
    ("fields:\n  a: {label: [A]}\n", "RQ003", "2:14", "a list", "key: value"),
    ("fields:\n  a: {label: }\n", "RQ003", "2:14", "nothing", ""),
    ("fields:\n  a:\n    label: |\n      one\n      two\n", "RQ003", "3:12", "one line", ""),
    ("fields:\n  a: {values: x}\n", "RQ003", "2:15", "list of values", "[one, two]"),
    ("fields:\n  a: {values: [[x]]}\n", "RQ003", "2:16", "a list", ""),
    ("fields:\n  a: {kind: text, values: [x]}\n", "RQ003", "2:19", "kind text", "kind: enum"),
    ("fields:\n  a: {kind: list, fields: {x: {}}}\n", "RQ003", "2:19", "kind list", "kind: map"),
    ("fields:\n  two words: {}\n", "RQ003", "2:3", "'two words'", "`two_words`"),
    ("links:\n  a: {inverse: b of}\n", "RQ003", "2:16", "'b of'", "`b_of`"),
    ("types:\n  a: {kind: goal, required: {title: }}\n", "RQ003", "2:29", "a mapping", "[one, two]"),
    ("states:\n  goal: [draft]\n", "RQ003", "2:9", "a list", ""),
    ("states:\n  goal:\n    draft: false\n", "RQ003", "3:12", "'false'", ""),
    ("sections:\n  a: {headings: {en: {A: B}}}\n", "RQ003", "2:22", "a mapping", ""),
    ("extends: defualt\n", "RQ004", "1:10", "'defualt'", "`default`"),
    ("types: {extends: nothing}\n", "RQ004", "1:18", "'nothing'", "none"),
    ("types:\n  a: {kind: requirment}\n", "RQ004", "2:13", "'requirment'", "`requirement`"),
    ("fields:\n  a: {kind: txt}\n", "RQ004", "2:13", "'txt'", "`text`"),
    ("links:\n  a: {inverse: b, direction: upp}\n", "RQ004", "2:30", "'upp'", "`up`"),
    ("types:\n  a: {kind: goal, required: [title, ownr]}\n", "RQ004", "2:37", "'ownr'", "`owner`"),
    ("types:\n  a: {kind: goal, sections: [rationle]}\n", "RQ004", "2:30", "'rationle'", "`rationale`"),
    ("types:\n  a: {kind: goal, up: [gaol]}\n", "RQ004", "2:24", "'gaol'", "`goal`"),
    ("fields:\n  a: {kinds: [trem]}\n", "RQ004", "2:15", "'trem'", "`term`"),
    ("links:\n  a: {inverse: b, to: requirment}\n", "RQ004", "2:23", "'requirment'", "`requirement`"),
    ("states:\n  gaol: {draft: {}}\n", "RQ004", "2:3", "'gaol'", "`goal`"),
    ("states:\n  goal:\n    draft: {next: [agred]}\n    agreed: {}\n", "RQ004", "3:20", "'agred'", "`agreed`"),
    ("checks: {RQ401: none}\n", "RQ004", "1:17", "'none'", "off"),
    ("checks: {RQ401: false}\n", "RQ004", "1:17", "'false'", "off"),
    ("checks:\n  vague-word: {severity: warn}\n", "RQ004", "2:26", "'warn'", "`warning`"),
    ("links: {risk: false}\n", "RQ004", "1:9", "'risk'", "`risks`"),
    ("types:\n  a: {kind: goal, id: '('}\n", "RQ005", "2:23", "regular expression", ""),
    ("types:\n  a: {kind: goal, id: '([A-Z]+)+-\\d'}\n", "RQ005", "2:23", "dangerous", "repeated"),
    ("types:\n  a: {kind: goal, id: '(?P<n>A)'}\n", "RQ005", "2:23", "group", "(…)"),
    ("fields:\n  parent: {kind: text}\n", "RQ006", "2:3", "a link", "links: {parent: false}"),
    ("links:\n  owner: {inverse: owns}\n", "RQ006", "2:3", "a field", "fields: {owner: false}"),
    ("fields:\n  children: {}\n", "RQ006", "2:3", "inverse of the link 'parent'", "another inverse"),
    ("links:\n  a: {inverse: children}\n", "RQ006", "2:16", "inverse of the link 'parent'", "another inverse"),
    ("links:\n  a: {inverse: owner}\n", "RQ006", "2:16", "a field", ""),
    ("links:\n  a: {inverse: parent}\n", "RQ006", "2:16", "a link", ""),
    ("links:\n  parent: {inverse: includes}\n", "RQ006", "2:21", "inverse of the link 'milestone'", ""),
    ("links:\n  a: {inverse: b}\n  c: {inverse: b}\n", "RQ006", "3:16", "inverse of the link 'a'", ""),
    ("sections:\n  a: {headings: [Same]}\n  b: {headings: {zh: [same]}}\n", "RQ006", "3:23", "'a'", "one of the two"),
    ("types:\n  term: {kind: goal}\n", "RQ007", "2:3", "'term'", "another name"),
    ("fields:\n  body: {}\n", "RQ007", "2:3", "'body'", "another name"),
    ("links:\n  records: {inverse: x}\n", "RQ007", "2:3", "'records'", "another name"),
    ("links:\n  a: {inverse: statement}\n", "RQ007", "2:16", "'statement'", ""),
    ("fields:\n  visibility: {values: [public, secret]}\n", "RQ007", "2:16", "'visibility'", "another name"),
    ("fields:\n  title: {kind: list}\n", "RQ007", "2:11", "'title'", "another name"),
    ("fields:\n  status: {kind: list}\n", "RQ007", "2:12", "'status'", "another name"),
    ("fields: {id: false}\n", "RQ007", "1:10", "'id'", ""),
    ("sections: {statement: false}\n", "RQ007", "1:12", "'statement'", ""),
    ("types:\n  a: {label: A}\n", "RQ008", "2:3", "no kind", "requirement"),
    ("fields:\n  a: {kind: enum}\n", "RQ008", "2:3", "no values", "values: [one, two]"),
    ("fields:\n  owner: {kind: enum}\n", "RQ008", "2:3", "no values", "values: [one, two]"),
    ("links:\n  a: {to: [goal]}\n", "RQ008", "2:3", "no inverse", "inverse: a_of"),
]


@pytest.mark.parametrize(("text", "code", "place", "message", "hint"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_found_where_it_stands(text, code, place, message, hint):
    findings = read(text).findings
    assert [f.rule.code for f in findings] == [code]
    assert message in str(findings[0].message)
    assert findings[0].hint
    assert hint in str(findings[0].hint)
    if place:
        assert str(findings[0].place) == f"schema.yml:{place}"


def test_every_rule_is_broken_by_one_of_these_mistakes():
    assert {mistake[1] for mistake in MISTAKES} == {rule.code for rule in SCHEMA_RULES}


@pytest.mark.parametrize("rule", SCHEMA_RULES, ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_show_it(rule):
    assert rule.code in {f.rule.code for f in read(rule.bad).findings}
    assert read(rule.good).findings == ()


def test_a_mistake_leaves_the_rest_of_the_file_alone():
    result = read(EXTENDED + "\nfields_: {}\n")
    assert [f.rule.code for f in result.findings] == ["RQ002"]
    assert result.schema == schema_of(EXTENDED)


def test_a_broken_property_leaves_what_was_there():
    result = read("types: {functional: {needs_test: maybe, id: '(', label: Function}}")
    functional = result.schema.types["functional"]
    assert len(result.findings) == 2
    assert (functional.needs_test, functional.id) == (True, default_schema().types["functional"].id)
    assert functional.label["en"] == "Function"


def test_a_type_of_an_unknown_kind_is_still_a_type():
    assert read("types: {hlr: {kind: requirment}}").schema.types["hlr"].kind == "other"


def test_no_two_entries_share_a_name_after_a_clash():
    schema = read("links:\n  a: {inverse: b}\n  c: {inverse: b}\n  b: {inverse: a}\nfields: {a: {}}\n").schema
    names = [
        *schema.fields,
        *schema.links,
        *(link.inverse for link in schema.links.values() if link.inverse != link.name),
    ]
    assert len(names) == len(set(names))


def test_findings_come_in_the_order_of_the_file():
    findings = read("links: {a: {inverse: owner}}\nfields: {b: {kind: txt}}\ntypes: {c: {}}\nx: 1\n").findings
    assert [f.place.line for f in findings] == [1, 2, 3, 4]


def test_a_file_is_read_from_disk(project):
    root = project({"schema.yml": "\ufeffextends: default\r\ntypes:\r\n  hlr: {kind: gaol}\r\n"})
    result = read_schema(root / "schema.yml", "conf/schema.yml")
    assert [str(f.place) for f in result.findings] == ["conf/schema.yml:3:15"]


def test_a_file_that_is_not_there_is_a_finding(tmp_path):
    result = read_schema(tmp_path / "schema.yml", "schema.yml")
    assert [(f.rule.code, str(f.place)) for f in result.findings] == [("RQ001", "schema.yml:1:1")]
    assert result.schema is default_schema()


def test_a_pipe_in_the_place_of_the_file_does_not_hold_the_reader_up(tmp_path):
    os.mkfifo(tmp_path / "schema.yml")
    assert [f.rule.code for f in read_schema(tmp_path / "schema.yml", "schema.yml").findings] == ["RQ001"]


def test_a_file_in_another_encoding_is_refused_where_it_begins(tmp_path):
    path = tmp_path / "schema.yml"
    path.write_bytes("fields:\n  a: {label: 中".encode() + "文".encode("gb18030"))
    assert [str(f.place) for f in read_schema(path, "schema.yml").findings] == ["schema.yml:2:15"]


@pytest.mark.parametrize(
    ("begin", "unit", "count"),
    [
        ("a: ", "[", 100_000),
        ("types: ", "{a: ", 5_000),
        ("", "#\n", 200_000),
        ("fields:\n", "  a b: {}\n", 10_000),
        ("", "\x00", 100_000),
    ],
    ids=["brackets", "braces", "size", "duplicates", "nul"],
)
def test_a_hostile_file_is_refused_soon(tmp_path, begin, unit, count):
    def hostile(units):
        path = tmp_path / f"{units}.yml"
        path.write_text(begin + unit * units, encoding="utf-8")
        return path

    assert [f.rule.code for f in read_schema(hostile(count), "schema.yml").findings] == ["RQ001"]
    assert_linear(lambda path: read_schema(path, "schema.yml"), hostile, count // 8)


def test_many_entries_are_read_in_a_time_that_grows_with_them():
    def entries(count: int) -> str:
        many = "fields:\n" + "".join(f"  f{n}: {{kind: text}}\n" for n in range(count))
        return many + "links:\n" + "".join(f"  l{n}: {{inverse: l{n}_of, to: [goal]}}\n" for n in range(count))

    assert read(entries(2000)).findings == ()
    assert_linear(read, entries, 250)


WORDS = "types fields links states checks sections extends none false kind enum values inverse next label headings id"
MARKS = (
    ": ",
    ":\n  ",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "- ",
    "'",
    '"',
    "#",
    "|",
    "~",
    "：",
    "，",
    "\t",
    "(a+)+",
    "\\d",
)
PIECES = st.sampled_from((*WORDS.split(), *MARKS))


@given(st.lists(PIECES, max_size=30).map("".join))
@example("fields: {status: {kind: enum}}")
def test_any_text_is_read_without_a_crash(text):
    result = read(text)
    assert isinstance(result.schema, Schema)


@given(st.data())
def test_a_mutilated_schema_is_read_without_a_crash(data):
    text = EXTENDED
    for _round in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(PIECES | st.text(max_size=3)) + text[end:]
    lines = text.count("\n") + text.count("\r") + 2
    for finding in read(text).findings:
        assert 1 <= finding.place.line <= lines
        assert finding.place.column >= 1
        assert str(finding.message)


def test_the_default_schema_is_read_once():
    default_schema.cache_clear()
    first = default_schema()
    assert default_schema() is first
