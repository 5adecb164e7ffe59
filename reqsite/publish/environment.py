"""The environment of a build that is published: the same everywhere, and without secrets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

RELEASE = "REQSITE_RELEASE"
"""Names the release that is built; not set for a draft."""
_KEPT = (
    "PATH",
    "PYTHONPATH",
    "HOME",
    "USERPROFILE",
    "SYSTEMROOT",
    "COMSPEC",
    "PATHEXT",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
)
"""Where programs are found; what else the caller has set, a token of the CI say, is not the build's business."""


def build_environment(caller: Mapping[str, str], private: Path, epoch: int, release: str) -> dict[str, str]:
    """Return the environment in which a site is built.

    Args:
        caller: the environment of the caller.
        private: an empty folder for what the build keeps: nothing of an earlier one gets into it.
        epoch: seconds since 1970 that the build takes for now.
        release: the version that is published, empty for a draft.
    """
    kept = {name: caller[name] for name in _KEPT if name in caller}
    return {
        **kept,
        "REQSITE_AUDIENCE": "client",
        **({RELEASE: release} if release else {}),
        "REQSITE_STORE": "1",
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "NO_MKDOCS_2_WARNING": "1",
        **{name: str(private) for name in ("XDG_CACHE_HOME", "TMPDIR", "TEMP", "TMP")},
    }
