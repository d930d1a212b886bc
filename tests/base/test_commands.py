"""Commands: 0 done, 1 the answer is no, 2 wrong use; --json for programs, help with an example for people."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from normverk.base.accounts.models import Account
from normverk.base.docs_pages import leaves
from normverk.base.policy.table import ACTIONS
from normverk.cli import parser, run
from normverk.config.environment import VARIABLES
from tests.base.installation import installation

EXPECTED = {
    "serve", "migrate", "audit verify", "audit checkpoint", "audit list", "backup", "restore", "account make", "account list",
    "account password", "account token", "settings", "policy", "docs", "jobs run", "jobs list", "jobs revive",
}  # fmt: skip
PASSWORD = "correct horse battery"
ALL = {" ".join(words): command for words, command in leaves(parser())}


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


class Here:
    """Runs commands in this process, on the test's own database and data folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def run(self, *command: str, given: str = "") -> Done:
        """Runs `normverk COMMAND` with `given` on standard input."""
        self._monkeypatch.setattr(sys, "stdin", StringIO(given))
        try:
            code = run(parser().parse_args(command))
        except SystemExit as end:
            code = int(str(end.code))
        return Done(code, *self._capsys.readouterr())

    def answer(self, *command: str, given: str = "") -> Any:
        """What `normverk COMMAND --json` prints; fails with its error when it does not end with 0."""
        done = self.run(*command, "--json", given=given)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def place(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> Here:
    """The test's own database, and a data folder of its own."""
    settings.DATA = tmp_path
    return Here(capsys, monkeypatch)


def test_the_base_brings_its_commands() -> None:
    assert set(ALL) >= EXPECTED


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_has_json_a_help_text_and_an_example_that_can_be_read(name: str) -> None:
    command = ALL[name]
    assert {"--json", "--help"} <= set(command._option_string_actions)
    assert command.description
    assert command.epilog is not None
    assert command.epilog.startswith(f"Example: normverk {name}")
    lacking = [a.dest for a in command._actions if a.option_strings and not a.help]
    assert lacking == []


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_example_is_understood(name: str) -> None:
    words = shlex.split((ALL[name].epilog or "").removeprefix("Example: normverk "))
    ends = [words.index(sign) for sign in (">", ">>", "<", "|") if sign in words]
    assert parser().parse_args(words[: min(ends, default=len(words))]).run is not None


def test_wrong_use_is_2_with_the_usage(place: Here) -> None:
    for command in ((), ("weather",), ("audit",), ("audit", "verify", "--nonsense"), ("serve", "--role", "both")):
        done = place.run(*command)
        assert (done.returncode, done.stdout) == (2, ""), command
        assert done.stderr.startswith("usage: normverk")


def test_without_tables_help_is_printed_and_the_rest_says_what_to_do(tmp_path: Path) -> None:
    with installation(tmp_path, migrated=False) as bare:
        done = bare.run("audit", "verify", "--help")
        assert (done.returncode, "Example: normverk audit verify" in done.stdout) == (0, True)
        for command in (("audit", "verify"), ("serve",)):
            refused = bare.run(*command)
            assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1), refused.stderr
            assert refused.stderr.endswith("run: normverk migrate\n")
        assert len(bare.answer("migrate")["applied"]) > 3


def test_migrating_what_is_migrated_does_nothing(place: Here) -> None:
    assert place.answer("migrate") == {"applied": []}


def test_accounts_are_made_given_passwords_and_tokens(place: Here) -> None:
    made = place.answer(
        "account", "make", "kari", "--name", "Kari", "--role", "norm-owner", "--role", "clinician@310000003",
        "--password-stdin", given=PASSWORD + "\n",
    )  # fmt: skip
    assert made["username"] == "kari"
    place.answer("account", "password", "kari", "--password-stdin", given="another long secret\n")
    issued = place.answer("account", "token", "kari", "--site", "vest", "--days", "30")
    assert len(issued["token"]) > 40
    events = place.answer("audit", "list", f"account/{made['id']}")
    assert [event["type"] for event in events] == ["account.made", "account.password-set", "account.token-issued"]
    assert {event["actor"] for event in events} == {"operator"}
    assert issued["token"] not in json.dumps(events)


def test_tokens_are_revoked_and_accounts_closed(place: Here) -> None:
    made = place.answer("account", "make", "edge", "--name", "Edge", "--role", "site@vest", "--no-password")
    place.answer("account", "token", "edge")
    assert place.answer("account", "revoke", "edge")["revoked"] == 1
    assert place.answer("account", "revoke", "edge")["revoked"] == 0
    place.answer("account", "close", "edge")
    events = place.answer("audit", "list", f"account/{made['id']}")
    assert [event["type"] for event in events][-3:] == [
        "account.tokens-revoked", "account.tokens-revoked", "account.closed",
    ]  # fmt: skip


def test_accounts_are_listed_with_roles_and_tokens_and_no_secrets(place: Here) -> None:
    assert place.answer("account", "list") == []
    assert place.run("account", "list").stdout == "no accounts\n"
    place.answer("account", "make", "kari", "--name", "Kari", "--role", "norm-owner", "--role", "clinician@310000003",
                 "--password-stdin", given=PASSWORD + "\n")  # fmt: skip
    place.answer("account", "make", "edge", "--name", "Edge", "--role", "site@vest", "--no-password")
    issued = [place.answer("account", "token", "edge")["token"] for _ in range(2)]
    place.answer("account", "make", "ola", "--name", "Ola", "--no-password")
    place.answer("account", "close", "ola")
    rows = place.answer("account", "list")
    assert [(row["username"], row["roles"], row["open"], row["tokens"], row["password"]) for row in rows] == [
        ("edge", ["site@vest"], True, 2, False),
        ("kari", ["clinician@310000003", "norm-owner"], True, 0, True),
        ("ola", [], False, 0, False),
    ]
    kept = Account.objects.get(username="kari").password
    assert not any(secret in json.dumps(rows) for secret in (*issued, kept, PASSWORD))
    place.answer("account", "revoke", "edge")
    assert place.run("account", "list").stdout.splitlines() == [
        "edge  open    0 tokens  site@vest",
        "kari  open    0 tokens  clinician@310000003, norm-owner",
        "ola   closed  0 tokens  no roles",
    ]


@pytest.mark.parametrize(
    ("command", "given", "words"),
    [
        (("make", "x", "--name", "X", "--password-stdin"), "short\n", "5 signs; it needs 12"),
        (("make", "x", "--name", "X"), "", "--password-stdin"),
        (("make", "x", "--name", "X", "--role", "king", "--no-password"), "", "«king» is not a role"),
        (("password", "nobody", "--password-stdin"), PASSWORD, "no account called nobody"),
        (("token", "nobody"), "", "no account called nobody"),
        (("token", "nobody", "--days", "0"), "", "--days is 0"),
    ],
)
def test_what_an_account_cannot_be_made_from_is_wrong_use(
    place: Here, command: tuple[str, ...], given: str, words: str
) -> None:
    done = place.run("account", *command, given=given)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert words in done.stderr


def test_two_accounts_do_not_share_a_name(place: Here) -> None:
    place.answer("account", "make", "ola", "--name", "Ola", "--no-password")
    done = place.run("account", "make", "ola", "--name", "Ola", "--no-password")
    assert (done.returncode, "already" in done.stderr) == (2, True)


def test_verifying_says_how_many_events_and_names_each_fault_on_a_line(place: Here) -> None:
    place.answer("account", "make", "kari", "--name", "Kari", "--no-password")
    assert place.answer("audit", "checkpoint")["seq"] == 1
    assert place.answer("audit", "verify") == {"ok": True, "events": 1, "checkpoints": 1, "faults": []}
    Account.objects.update(active=False)
    done = place.run("audit", "verify")
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (1, 1, "")
    assert done.stdout.startswith("the log: row-differs: accounts.Account/")
    found = place.run("audit", "verify", "--json")
    assert (found.returncode, json.loads(found.stdout)["faults"][0]["kind"]) == (1, "row-differs")


def test_a_checkpoint_file_that_cannot_be_read_is_wrong_use(place: Here, tmp_path: Path) -> None:
    file = tmp_path / "c"
    file.write_text("nonsense\n")
    for given, words in ((file, "line 1 is not a checkpoint"), (tmp_path / "missing", "cannot be read")):
        done = place.run("audit", "verify", "--checkpoint", str(given))
        assert (done.returncode, done.stdout, words in done.stderr) == (2, "", True)


def test_settings_are_listed_and_secrets_are_not_shown(place: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = ("NORMVERK_HUB_TOKEN", "NORMVERK_SECRET_KEY", "NORMVERK_DATABASE")
    for name in (*secrets, "NORMVERK_SITE"):
        monkeypatch.setenv(name, "xyzzy")
    shown = {setting["name"]: (setting["value"], setting["set"]) for setting in place.answer("settings")}
    assert {name: shown[name] for name in secrets} == dict.fromkeys(secrets, ("(secret)", True))
    assert shown["NORMVERK_SITE"] == ("xyzzy", True)
    assert list(shown) == [variable.name for variable in VARIABLES]


def test_the_policy_is_printed_whole(place: Here) -> None:
    printed = place.answer("policy")
    assert list(printed) == list(ACTIONS)
    assert printed["case.decide"]["permits"] == ["decision-maker (not own work)"]


def test_jobs_are_run_and_listed(place: Here) -> None:
    assert place.answer("jobs", "run")["failed"] == 0
    listed = place.answer("jobs", "list", "--dead")
    assert (set(listed["tally"]), listed["work"]) == ({"jobs", "messages"}, [])
    assert place.answer("jobs", "revive") == {"revived": 0}
    assert place.run("jobs", "list", "--limit", "0").returncode == 2
