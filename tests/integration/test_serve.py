import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

SITE = """\
site_name: Desk
docs_dir: docs_src
use_directory_urls: false
theme: {name: mkdocs}
plugins: [reqsite]
"""
GOAL = "---\nid: GOAL-001\ntype: goal\ntitle: Fewer calls\nstatus: draft\n---\nClients look up stock themselves.\n"
DEADLINE_SECONDS = 60


@pytest.fixture
def address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C works another way there")
def test_the_portal_is_served_until_ctrl_c(project, address):
    folder = project({"mkdocs.yml": SITE, "docs_src/index.md": "# Desk\n", "docs_src/GOAL-001.md": GOAL})
    before = sorted(folder.rglob("*"))
    process = subprocess.Popen(
        [sys.executable, "-m", "reqsite", "serve", "--dev-addr", address],
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        assert b"Fewer calls" in fetched(f"http://{address}/goals/GOAL-001.html", process)
        assert sorted(folder.rglob("*")) == before
    finally:
        process.send_signal(signal.SIGINT)
        with process.stderr:
            said = process.stderr.read()
    assert process.wait(30) == 130
    assert "Traceback" not in said


def test_an_address_that_is_none_is_told(run_reqsite, project):
    folder = project({"mkdocs.yml": SITE, "docs_src/index.md": "# Desk\n"})
    done = run_reqsite("serve", "--dev-addr", "nonsense", cwd=folder)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr


def fetched(url, process):
    """Return what the server answers once it is up."""
    end = time.monotonic() + DEADLINE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
                return answer.read()
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.1)
