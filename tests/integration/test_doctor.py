import os
import re
from pathlib import Path

import pytest


def test_this_machine_has_what_is_required(run_reqsite, tmp_path):
    done = run_reqsite("doctor", cwd=tmp_path)
    assert done.returncode == 0
    assert re.findall(r"^ok +(mkdocs|mkdocs-material|click|plugin) ", done.stdout, re.MULTILINE) == [
        "click",
        "mkdocs",
        "mkdocs-material",
        "plugin",
    ]


@pytest.mark.skipif(os.name != "posix", reason="programs are found another way there")
def test_what_is_missing_is_named_with_what_to_do(run_reqsite, tmp_path):
    done = run_reqsite("doctor", cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert re.search(r"^missing +git +.*\(optional\): install git\.$", done.stdout, re.MULTILINE)
    assert re.search(r"^missing +Chinese font +.*Noto Sans CJK", done.stdout, re.MULTILINE)
    assert done.returncode == 0


def test_a_package_that_is_too_old_is_missing_and_required(run_reqsite, project):
    folder = project({"old/mkdocs-1.5.3.dist-info/METADATA": "Metadata-Version: 2.1\nName: mkdocs\nVersion: 1.5.3\n"})
    path = os.pathsep.join([str(folder / "old"), *filter(None, [os.environ.get("PYTHONPATH"), str(Path.cwd())])])
    done = run_reqsite("doctor", cwd=folder, env={"PYTHONPATH": path})
    assert done.returncode == 1
    assert re.search(
        r'^missing +mkdocs +1\.5\.3 .*\(required\): run python -m pip install "mkdocs>=1\.6\.1,<2"$',
        done.stdout,
        re.MULTILINE,
    )
    assert "Required and missing: mkdocs." in done.stderr
