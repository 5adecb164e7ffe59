"""The rules of the kept results themselves."""

from __future__ import annotations

from reqsite.i18n import _
from reqsite.model.finding import Rule, Severity

BROKEN_RESULTS = Rule(
    "RQ860",
    "broken-results",
    Severity.ERROR,
    _("A file of kept test results cannot be read"),
    _("Pages show what these files say; one that was touched says nothing for sure."),
    bad="results/20260301T120000-ab12cd34.json, in which a line was lost at a merge",
    good="reqsite results import junit.xml",
)
RESULT_OF_NOTHING = Rule(
    "RQ862",
    "result-of-nothing",
    Severity.WARNING,
    _("A result in the newest run of a test that is no record"),
    _("A result that belongs to nothing is shown nowhere; mostly an id was changed."),
    bad='results/20260301T120000-ab12cd34.json: {"TC-999": {"passed": 1}}, with no TC-999 among the records',
    good="A record TC-999, or results imported anew",
)
CONTRADICTED_RESULT = Rule(
    "RQ863",
    "contradicted-result",
    Severity.WARNING,
    _("A test whose record says another result than its last run"),
    _("Two answers to one question; pages show the run's."),
    bad="result: passed  # and the last run of it failed",
    good="automated: tests/test_stock.py::test_stock  # without `result:`, which the runs say",
)

RULES = (BROKEN_RESULTS, RESULT_OF_NOTHING, CONTRADICTED_RESULT)
