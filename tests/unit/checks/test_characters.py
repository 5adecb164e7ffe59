import pytest

from tests.unit.checks.checked import check_project, named, places, requirement


def found(root, body, name):
    return places(check_project(root, {"a.md": requirement(body)}), name)


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\u200d", "U+200D ZERO WIDTH JOINER"),
        ("\ue000", "U+E000"),
    ],
)
def test_an_invisible_character_is_named(tmp_path, character, name):
    """Case 89."""
    [finding] = named(check_project(tmp_path, {"a.md": requirement(f"ab{character}cd")}), "invisible-character")
    assert str(finding.place) == "docs_src/a.md:9:3"
    assert name in str(finding.message)


def test_it_is_found_in_code_and_in_fields_too(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("`a\u202eb`", "need: a\u202eb\n")})
    assert places(report, "invisible-character") == ["a.md:7:7", "a.md:10:3"]


def test_a_joined_emoji_is_no_deception(tmp_path):
    assert found(tmp_path, "👩\u200d💻 shall see it.", "invisible-character") == []


@pytest.mark.parametrize("body", ["caf\u00c3\u00a9", "it\u00e2\u20ac\u2122s", "a\ufffdb", "锟斤拷"])
def test_text_in_the_wrong_encoding_is_found(tmp_path, body):
    assert len(found(tmp_path, body, "mojibake")) == 1


@pytest.mark.parametrize("body", ["café", "Ãrvore", "it’s", "São Paulo"])
def test_text_in_the_right_encoding_passes(tmp_path, body):
    assert found(tmp_path, body, "mojibake") == []


def test_a_pinyin_gloss_is_a_remark(tmp_path):
    assert found(tmp_path, "該項(xiàng)目的重慶(zhòng)。", "pinyin-gloss") == ["a.md:9:3", "a.md:9:14"]
    assert found(tmp_path, "其他（SLA）和 (plan)。", "pinyin-gloss") == []
