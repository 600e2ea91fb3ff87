"""Who the caller is: the operating system's word, and when a name from the environment will do."""

from __future__ import annotations

import grp
import os
import pwd
import re

from workbench.model.base import check_id

_BY_NUMBER = re.compile(r"uid-(\d{1,10})\Z")
VARIABLE = "WORKBENCH_REVIEWER"


def name_of(uid: int) -> str:
    """The login name; `uid-N` where there is none or where it cannot be a file name. A login name
    of the form `uid-N` would be somebody else's number and is not taken either."""
    try:
        name = check_id(pwd.getpwuid(uid).pw_name)
    except (KeyError, ValueError):
        return f"uid-{uid}"
    return f"uid-{uid}" if _BY_NUMBER.match(name) else name


def uid_of(name: str) -> int | None:
    """Whose name that is, or None. Of several accounts that share a uid only one has the name."""
    numbered = _BY_NUMBER.match(name)
    if numbered:
        uid = int(numbered[1])
    else:
        try:
            uid = pwd.getpwnam(name).pw_uid
        except (KeyError, ValueError):
            return None
    return uid if name_of(uid) == name else None


def groups_of(name: str) -> frozenset[int]:
    """The groups an account is in; none where there is no such account."""
    try:
        account = pwd.getpwnam(name)
        return frozenset(os.getgrouplist(name, account.pw_gid))
    except (KeyError, OSError, ValueError):
        return frozenset()


def members_of(gid: int) -> frozenset[str]:
    """Who was added to a group; not those whose login group it is."""
    try:
        return frozenset(grp.getgrgid(gid).gr_mem)
    except KeyError:
        return frozenset()


def group_name(gid: int) -> str:
    """The name of a group, else its number."""
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


def may_pose(name: str, owner: int) -> bool:
    """Whether the caller may act under a name that is no account: only where everything belongs
    to the caller anyway, who could as well write the files by hand."""
    return owner == os.geteuid() and uid_of(name) in (None, os.geteuid())


def caller(owner: int) -> str:
    """The caller's name towards files of `owner`: `$WORKBENCH_REVIEWER` where the caller may pose,
    else what the operating system says."""
    name = os.environ.get(VARIABLE, "")
    try:
        if name and may_pose(check_id(name), owner):
            return name
    except ValueError:
        pass
    return name_of(os.geteuid())


def unbelieved(name: str) -> str:
    """A remark for who set the variable in vain; '' otherwise."""
    said = os.environ.get(VARIABLE, "")
    if not said or said == name:
        return ""
    return f"{VARIABLE}={said[:120]} is not believed here; the account counts"
