"""The work of others in the package: each has its licence beside it, in the wheel, and on a page of the guide."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs_src" / "guide" / "explanation" / "licences.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OF_OTHERS = {
    "reqsite/portal/assets/mermaid/LICENSE": ("MIT", "reqsite/portal/assets/mermaid/mermaid.min.js"),
    "reqsite/portal/tables/OpenCC-LICENSE.txt": ("Apache License", "reqsite/portal/tables/traditional.txt"),
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    """Build the wheel as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from flit_core.buildapi import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True, timeout=120)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_every_licence_in_the_package_is_named_in_the_project_file():
    found = {p.relative_to(ROOT).as_posix() for p in (ROOT / "reqsite").rglob("*LICEN[CS]E*")}
    assert found == set(OF_OTHERS)
    assert set(PROJECT["license-files"]) == {"LICENSE", *OF_OTHERS}


@pytest.mark.parametrize("licence", OF_OTHERS)
def test_the_wheel_holds_the_work_with_its_licence_beside_it_and_where_tools_look_for_it(wheel, licence):
    words, work = OF_OTHERS[licence]
    names = wheel.namelist()
    assert work in names
    assert words in wheel.read(licence).decode()
    assert [name for name in names if name.endswith(f".dist-info/licenses/{licence}")]


@pytest.mark.parametrize("licence", OF_OTHERS)
def test_the_guide_names_it(licence):
    assert f"`{licence}`" in PAGE.read_text(encoding="utf-8")


def test_the_guide_names_the_version_of_mermaid_that_lies_there():
    script = (ROOT / "reqsite/portal/assets/mermaid/mermaid.min.js").read_text(encoding="utf-8")
    (version,) = re.findall(r"\[Mermaid\]\(\S+\) ([\d.]+)", PAGE.read_text(encoding="utf-8"))
    assert f'version:"{version}"' in script


def test_the_guide_names_every_package_that_reqsite_needs():
    text = PAGE.read_text(encoding="utf-8").casefold().replace("material for mkdocs", "mkdocs-material")
    needed = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["zh"]]
    spoken = {"markdown": "python-markdown"}
    names = [requirement.split(">")[0].strip().casefold() for requirement in needed]
    assert [name for name in names if spoken.get(name, name) not in text] == []
