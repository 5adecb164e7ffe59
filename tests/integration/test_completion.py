import pytest

SITE = "site_name: Desk\ndocs_dir: docs_src\n"
GOAL = "---\nid: GOAL-001\ntype: goal\ntitle: Fewer calls\n---\nClients look up stock themselves.\n"


@pytest.mark.parametrize(
    ("shell", "mark"),
    [("bash", "complete -o nosort"), ("zsh", "#compdef reqsite"), ("fish", "complete --no-files --command reqsite")],
)
def test_each_shell_has_its_script(shell, mark, run_reqsite, tmp_path):
    done = run_reqsite("completion", shell, cwd=tmp_path)
    assert done.returncode == 0
    assert mark in done.stdout
    assert done.stderr == ""


@pytest.fixture
def complete(run_reqsite, project):
    folder = project({"mkdocs.yml": SITE, "docs_src/index.md": "# Desk\n", "docs_src/GOAL-001.md": GOAL})

    def ask(line, cwd=folder):
        words = line.split(" ")
        variables = {"_REQSITE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
        return [row.partition(",")[2] for row in run_reqsite(cwd=cwd, env=variables).stdout.splitlines() if row]

    return ask


def test_verbs_are_completed(complete):
    assert complete("reqsite s") == ["serve", "show", "schema"]


def test_options_are_completed(complete):
    assert complete("reqsite check --fo") == ["--format"]


@pytest.mark.parametrize("verb", ["show", "trace"])
def test_ids_are_completed_whatever_their_case(complete, verb):
    assert complete(f"reqsite {verb} go") == ["GOAL-001"]


def test_types_are_completed(complete):
    assert complete("reqsite new func") == ["functional"]


def test_releases_are_completed(complete, run_reqsite, tmp_path):
    assert run_reqsite("release", "1.2.0", cwd=tmp_path).returncode == 0
    assert complete("reqsite diff 1") == ["1.2.0"]


def test_where_there_is_no_project_there_is_nothing_to_complete(complete, tmp_path_factory):
    assert complete("reqsite show REQ", cwd=tmp_path_factory.mktemp("empty")) == []
