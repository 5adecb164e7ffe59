"""Every word of ours goes through gettext, in each template and each page."""

import re
from pathlib import Path

import jinja2
import pytest
from babel.messages.catalog import Catalog as Translations
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

import reqsite.portal
from reqsite import i18n
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.portal import overview
from reqsite.portal.pages import pages_of
from reqsite.portal.templating import Templates
from tests.unit.portal.portals import html_of, parse, press, record, words

PORTAL = Path(reqsite.portal.__file__).parent
METHODS = [("markdown/**", "ignore"), ("**.py", "python"), ("templates/**.html", "jinja2")]
NAMES = re.compile(r"[A-Z]+-\d+|docs_src/\S+|P0|RQ401|Demo")


@pytest.fixture
def marked(monkeypatch, tmp_path):
    """Translate every word of ours into itself between brackets."""
    catalogue = Translations("zh")
    for _file, _line, message, *_rest in extract_from_dir(PORTAL, METHODS):
        forms = message if isinstance(message, tuple) else (message,)
        translated = tuple(f"⟦{form}⟧" for form in forms)
        catalogue.add(message, translated[1:] if len(forms) > 1 else translated[0])
    file = tmp_path / "zh" / "LC_MESSAGES" / "reqsite.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as binary:
        write_mo(binary, catalogue)
    monkeypatch.setattr(i18n, "LOCALE_DIR", tmp_path)
    i18n.translation.cache_clear()
    yield
    i18n.translation.cache_clear()


def untranslated(text):
    """Return the English words outside all brackets; a translated sentence may hold other ones."""
    text, found = NAMES.sub("", text), 1
    while found:
        text, found = re.subn("⟦[^⟦⟧]*⟧", "", text)
    return re.findall(r"[A-Za-z]{2,}", text)


def project():
    rule = Rule("RQ401", "-", Severity.WARNING, i18n.Message("规则"), i18n.Message("原因"))
    finding = Finding.of(rule, Place("docs_src/REQ-1.md"), i18n.Message("含糊"), record="REQ-1")
    waived = Finding(rule, finding.place, finding.message, severity=Severity.ERROR, waived="同意")
    terms = [record(f"TERM-{n}", "term", name, statement="定义。") for n, name in ((1, "库存"), (2, "清算"))]
    users = [record(f"REQ-{n}", title="价格", statement="库存很多。") for n in range(10, 70)]
    gone = record(
        "REQ-3", title="旧", statement="旧文。", fields={"status": "withdrawn"}, links={"merged_into": ("REQ-1",)}
    )
    secret = record("REQ-4", title="秘密", fields={"visibility": "internal", "internal_note": "无", "assumption": "no"})
    first = record(
        "REQ-1",
        "nonfunctional",
        "查询",
        "陈述。",
        [("验收标准", "- 一"), ("内部备注", "二")],
        fields={"status": "confirmed", "priority": "P0", "assumption": "yes", "owner": "李四"},
        links={"verified_by": ("TC-1", "TC-99"), "depends_on": ("REQ-10",), "source": ("邮件",)},
    )
    test = record("TC-1", "test", "测试")
    return press(
        first, gone, secret, test, *terms, *users, language="zh", audience="internal", findings=(finding, waived)
    )


@pytest.mark.usefixtures("marked")
def test_no_word_of_ours_stays_untranslated():
    made = project()
    left = {}
    for page in pages_of(made):
        tree = parse(page.build().html)
        for script in tree.iter("script"):
            script.text = ""  # data: its keys are no words
        said = [page.title, words(tree), *(e.get("aria-label", "") for e in tree.iter())]
        if found := untranslated(" ".join(said)):
            left[page.source] = found
    assert left == {}
    assert "⟦and 10 more records⟧" in words(parse(html_of(made, "terms/TERM-1.md")))


@pytest.mark.usefixtures("marked")
def test_the_overview_is_translated_too():
    text = words(parse(str(overview.fragment(project(), "index.html"))))
    assert "⟦" in text
    assert untranslated(text) == []


def test_values_in_a_sentence_are_escaped():
    made = press(record("REQ-1", links={"derives_from": ("<b>",)}))
    assert "&lt;b&gt; (no such record)" in html_of(made, "requirements/REQ-1.md")


def test_a_template_of_the_sites_own_goes_before_ours(tmp_path):
    (tmp_path / "list.html").write_text("<h1>{{ title }}: {{ rows | length }}</h1>", encoding="utf-8")
    made = press(record("REQ-1", title="Kept"), overrides=tmp_path)
    assert html_of(made, "requirements/index.md") == '<h1 id="rs-top">Requirements: 1</h1>'
    assert "Kept" in html_of(made, "requirements/REQ-1.md")


def test_a_name_that_does_not_exist_is_an_error(tmp_path):
    (tmp_path / "odd.html").write_text("{{ nothing }}", encoding="utf-8")
    with pytest.raises(jinja2.UndefinedError, match="'nothing' is undefined"):
        Templates("en", tmp_path).render("odd")
