"""Who the caller is, and when a name from the environment will do."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from workbench.errors import InvalidFile
from workbench.store.sessions.folder import FolderStore
from workbench.store.sessions.identity import caller, name_of, uid_of
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace

ME = os.geteuid()
OTHER = 71_234


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_REVIEWER", raising=False)


def _account(name: str, uid: int) -> pwd.struct_passwd:
    return pwd.struct_passwd((name, "x", uid, uid, "", "/", "/bin/sh"))


def test_an_account_is_its_login_name_and_a_number_without_one() -> None:
    assert name_of(ME) == pwd.getpwuid(ME).pw_name
    assert name_of(OTHER) == f"uid-{OTHER}"
    assert uid_of(name_of(ME)) == ME
    assert uid_of(f"uid-{OTHER}") == OTHER
    assert uid_of("no-such-account-here") is None
    assert uid_of("uid-99999999999") is None


@pytest.mark.parametrize("name", ["uid-0", "../root", "a b", ".hidden", "x" * 200])
def test_no_login_name_stands_for_another_number_or_leaves_the_folder(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: _account(name, uid))
    assert name_of(OTHER) == f"uid-{OTHER}"


def test_of_accounts_that_share_a_number_one_has_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: _account("first", uid))
    monkeypatch.setattr(pwd, "getpwnam", lambda name: _account(name, OTHER))
    assert uid_of("first") == OTHER
    assert uid_of("second") is None


def test_the_variable_names_only_who_owns_everything_anyway(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORKBENCH_REVIEWER", "somebody-new")
    assert caller(ME) == "somebody-new"
    assert caller(OTHER) == name_of(ME)


@pytest.mark.parametrize("said", ["daemon", f"uid-{OTHER}", "../x", "", "a/b"])
def test_the_variable_never_names_another_account_nor_a_path(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("WORKBENCH_REVIEWER", said)
    assert caller(ME) == name_of(ME)


def test_a_workspace_keeps_its_sessions_in_a_folder_unless_it_says_otherwise(
    tmp_path: Path,
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    assert isinstance(open_sessions(workspace), FolderStore)
    config = workspace.root / "workspace.toml"
    config.write_text(config.read_text() + 'sessions = "somewhere"\n')
    with pytest.raises(InvalidFile, match="somewhere"):
        open_sessions(Workspace.open(workspace.root))
