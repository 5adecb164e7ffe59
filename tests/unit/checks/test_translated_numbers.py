import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.checks.translated_numbers import differing

SAME = [
    ("系统应在 2 秒内显示。", "The system shall show it within 2 s."),
    ("系统应在两秒内显示。", "The system shall show it within two seconds."),
    ("系统应在２秒内显示。", "within 2 seconds"),
    ("二十个工作日", "20 working days"),
    ("5万条记录", "50,000 records"),
    ("1.5亿元", "150 million yuan"),
    ("2026年3月1日起", "from 1 March 2026"),
    ("2026-03-01 起", "from March 1, 2026"),
    ("百分之五", "5 %"),
    ("99.50%", "99.5 percent"),
    ("5～10 个", "5-10 pieces"),
    ("每次登录", "each login"),
    ("登录一次", "1 login"),
    ("第一季度", "in the 1 st quarter"),
    ("连续三次输错", "after 3 wrong attempts"),
    ("见 REQ-001 和 `x 5`", "see REQ-002"),
    ("1. 甲\n2. 乙", "- A\n- B"),
    ("- AC-1：显示 12", "- it says 12"),
    ("一个工作日内", "within one working day"),
    ("用 TLS1.3 加密，见 https://a.example/7", "encrypted with TLS1.3"),
]


@pytest.mark.parametrize(("ours", "theirs"), SAME)
def test_the_same_number_in_another_writing_is_the_same(ours, theirs):
    assert differing(ours, theirs, ("zh", "en")) == ((), ())
    assert differing(theirs, ours, ("en", "zh")) == ((), ())


@pytest.mark.parametrize(
    ("ours", "theirs", "missing", "added"),
    [
        ("2 秒", "3 s", ("2",), ("3",)),
        ("在一个页面显示 2 秒", "shown on a page for 3 s", ("2",), ("3",)),
        ("2 秒", "2 min", ("2 s",), ("2 min",)),
        ("3 个工作日", "3 days", ("3 working day",), ("3 day",)),
        ("12 件", "all pieces", ("12",), ()),
        ("全部", "all 12 pieces", (), ("12",)),
        ("5万", "5,000", ("50000",), ("5000",)),
        ("百分之五", "0.5 %", ("5",), ("0.5",)),
        ("两秒", "20 s", ("2",), ("20",)),
    ],
)
def test_another_number_or_unit_is_found(ours, theirs, missing, added):
    assert differing(ours, theirs, ("zh", "en")) == (missing, added)


def test_a_comma_means_what_it_means_in_the_language():
    assert differing("1,000.5 pieces", "1.000,5 Stück", ("en", "de")) == ((), ())
    assert differing("1.5 pieces", "1.5 Stück", ("en", "de")) == ((), ())


@given(st.text(alphabet="0123456789.,%- 一二十百千万百分之秒年月日sh两thousandMay\n*`", max_size=60))
def test_every_text_is_its_own_translation(text):
    assert differing(text, text, ("zh", "zh")) == ((), ())
