"""normverk account: people and programs that may log in."""

from __future__ import annotations

import argparse
import getpass
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from normverk.base.accounts import actions, queries
from normverk.base.accounts.models import Account
from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show, table
from normverk.base.policy import Grant, Role, operator

SHORTEST_PASSWORD = 12
"""Signs; long pass phrases without rules of composition, as NIST SP 800-63B advises."""


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk account make|list|password|token|revoke|close`."""
    account = add_group(commands, "account", help="Make accounts, set passwords, issue access tokens.")
    _add_make(account)
    add_command(
        account,
        "list",
        list_accounts,
        help="List accounts: name, roles, whether open, and how many access tokens work now. No secrets.",
        example="normverk account list --json",
    )
    command = add_command(
        account,
        "password",
        password,
        help="Set the password of an account. Asks for it on a terminal.",
        example="normverk account password kari --password-stdin < secret.txt",
    )
    command.add_argument("username", metavar="USERNAME")
    _password_option(command)
    _add_tokens(account)
    command = add_command(
        account,
        "close",
        close,
        help="Close an account: its sessions and access tokens end, and nobody can log in to it.",
        example="normverk account close kari",
    )
    command.add_argument("username", metavar="USERNAME")


def _add_make(account: Subparsers) -> None:
    command = add_command(
        account,
        "make",
        make,
        help="Make an account with roles. Asks for a password on a terminal.",
        example="normverk account make kari --name 'Kari Nordmann' --role norm-owner --role pathway-coordinator@310000003",
    )
    command.add_argument("username", metavar="USERNAME", help="the name to log in with")
    command.add_argument("--name", required=True, help="the name colleagues see")
    command.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="ROLE[@ORGANISATION]",
        help=f"a role, everywhere or in one organisation; may be given again. Roles: {', '.join(Role)}",
    )
    command.add_argument("--no-password", action="store_true", help="for programs, which use access tokens")
    _password_option(command)


def _add_tokens(account: Subparsers) -> None:
    command = add_command(
        account,
        "token",
        token,
        help="Issue an access token for a program, and print it: it is shown once and kept as a digest only.",
        example="normverk account token vest-edge --site vest --days 365",
    )
    command.add_argument("username", metavar="USERNAME")
    command.add_argument("--site", default="", help="the name of the edge that is to use it")
    command.add_argument("--days", type=int, default=365, help="how long it is valid (default 365)")
    command = add_command(
        account,
        "revoke",
        revoke,
        help="Revoke every access token of an account, at once.",
        example="normverk account revoke vest-edge",
    )
    command.add_argument("username", metavar="USERNAME")


def make(parsed: argparse.Namespace) -> int:
    """Makes an account."""
    grants = tuple(read_role(written) for written in parsed.role)
    if Account.objects.filter(username=parsed.username).exists():
        raise Unusable(f"there is an account called {parsed.username} already")
    account = actions.make_account(
        username=parsed.username,
        display_name=parsed.name,
        grants=grants,
        password="" if parsed.no_password else read_password(parsed),
        actor=operator(),
        now=datetime.now(UTC),
    )
    show(parsed, {"id": str(account.id), "username": account.username}, f"made {account.username} ({account.id})")
    return 0


def list_accounts(parsed: argparse.Namespace) -> int:
    """Lists accounts by name."""
    rows = queries.accounts(actor=operator(), now=datetime.now(UTC))
    lines = [
        (row.username, "open" if row.open else "closed", f"{row.tokens} tokens", ", ".join(row.roles) or "no roles")
        for row in rows
    ]
    show(parsed, [asdict(row) for row in rows], table(lines) if lines else "no accounts")
    return 0


def password(parsed: argparse.Namespace) -> int:
    """Sets a password."""
    account = find(parsed.username)
    actions.set_password(account=account, password=read_password(parsed), actor=operator(), now=datetime.now(UTC))
    show(parsed, {"id": str(account.id)}, f"{account.username} has a new password")
    return 0


def token(parsed: argparse.Namespace) -> int:
    """Issues a token."""
    if parsed.days < 1:
        raise Unusable(f"--days is {parsed.days}; give 1 or more")
    account, now, valid = find(parsed.username), datetime.now(UTC), timedelta(days=parsed.days)
    issued = actions.issue_token(account=account, site=parsed.site, actor=operator(), now=now, valid_for=valid)
    show(parsed, {"token": issued, "expires_at": now + valid}, issued)
    return 0


def revoke(parsed: argparse.Namespace) -> int:
    """Revokes tokens."""
    account = find(parsed.username)
    count = actions.revoke_tokens(account=account, actor=operator(), now=datetime.now(UTC))
    show(parsed, {"id": str(account.id), "revoked": count}, f"revoked {count} access tokens of {account.username}")
    return 0


def close(parsed: argparse.Namespace) -> int:
    """Closes an account."""
    account = find(parsed.username)
    actions.close_account(account=account, actor=operator(), now=datetime.now(UTC))
    show(parsed, {"id": str(account.id)}, f"{account.username} is closed")
    return 0


def find(username: str) -> Account:
    """The account of this name; Unusable when there is none."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Unusable(f"there is no account called {username}")
    return account


def read_role(written: str) -> Grant:
    """ROLE or ROLE@ORGANISATION; Unusable names the roles there are."""
    role, _, organisation = written.partition("@")
    if role not in set(Role):
        raise Unusable(f"«{role}» is not a role; the roles are {', '.join(Role)}")
    return Grant(Role(role), organisation)


def read_password(parsed: argparse.Namespace) -> str:
    """The password from standard input when asked to, else from the terminal, typed twice."""
    if parsed.password_stdin:
        typed = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        typed = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != typed:
            raise Unusable("the two passwords are not the same")
    else:
        raise Unusable("there is no terminal to ask for a password on; give it with --password-stdin")
    if len(typed) < SHORTEST_PASSWORD:
        raise Unusable(f"the password has {len(typed)} signs; it needs {SHORTEST_PASSWORD}")
    return typed


def _password_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
