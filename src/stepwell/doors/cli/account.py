"""As whom PostgreSQL runs. It refuses to run as root, so for root another account is found and let in."""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path

from stepwell.doors.cli.progress import say
from stepwell.doors.cli.refusal import Refusal

CANDIDATES = ("stepwell", "postgres", "nobody")
"""For root, the first of these that exists. An operator who must run as root makes an account `stepwell`."""


def account() -> pwd.struct_passwd | None:
    """The account to change to for PostgreSQL; None when the present one will do. Raises Refusal."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Refusal(
        "PostgreSQL does not run as root, and there is no account for it; "
        "make one (useradd --system stepwell) or start Stepwell as an ordinary user."
    )


def let_in(user: pwd.struct_passwd, path: Path) -> None:
    """Lets `user` pass through the folders above `path`, and no more: execute, never read.

    What is opened is told on stderr. Raises Refusal when a folder cannot be.
    """
    closed = [folder for folder in reversed(path.absolute().parents) if not _passes(user, folder)]
    for folder in closed:
        try:
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IXOTH)
        except OSError:
            raise Refusal(
                f"PostgreSQL runs as {user.pw_name} here and cannot pass through {folder}; "
                "move Stepwell to a folder open to all, or start it as an ordinary user."
            ) from None
    if closed:
        say(
            f"PostgreSQL runs as {user.pw_name}, not as root; opened for passing through (chmod o+x): "
            + ", ".join(map(str, closed))
        )


def _passes(user: pwd.struct_passwd, folder: Path) -> bool:
    found = folder.stat()
    if found.st_uid == user.pw_uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.pw_gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def hand_over(user: pwd.struct_passwd, tree: Path) -> None:
    """Gives a data folder to `user` when another account made it: since then one was added or removed.

    Only for a folder on which no server runs.
    """
    if tree.stat().st_uid == user.pw_uid:
        return
    for path in (tree, *tree.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    say(f"PostgreSQL runs as {user.pw_name} now; {tree} was given to that account.")


def let_read(user: pwd.struct_passwd, tree: Path) -> None:
    """Lets `user` read and run the files under `tree`, PostgreSQL's own programs."""
    let_in(user, tree)
    everyone = stat.S_IROTH | stat.S_IXOTH
    if tree.stat().st_mode & everyone == everyone:
        return
    for path in (tree, *tree.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        runs = path.is_dir() or mode & stat.S_IXUSR
        path.chmod(mode | (everyone if runs else stat.S_IROTH))
