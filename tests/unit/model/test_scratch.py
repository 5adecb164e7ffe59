import shutil

import pytest

from reqsite.model.scratch import scratch_folder


def test_it_is_empty_private_and_gone_at_the_end():
    with scratch_folder() as folder:
        assert list(folder.iterdir()) == []
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "inner").mkdir()
    assert not folder.exists()


def test_it_is_gone_after_a_mistake():
    with pytest.raises(ValueError, match="no"), scratch_folder() as folder:
        raise ValueError("no")
    assert not folder.exists()


def test_it_is_gone_where_its_removal_is_interrupted(monkeypatch):
    remove = shutil.rmtree
    interrupts = [KeyboardInterrupt]

    def interrupted(path, ignore_errors):
        if interrupts:
            raise interrupts.pop()
        remove(path, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt), scratch_folder() as folder:
        (folder / "inner").mkdir()
    assert not folder.exists()
