"""normverk pathway derive: what it prints, what it stores, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from normverk.base.commands import Unusable
from normverk.cli import main
from normverk.publish.default_rules import rules_for
from normverk.sim.records.habits import RECORD_HABITS
from normverk.sim.records.measure import send
from normverk.sim.records.write_csv import MAPPING
from normverk.use.proposals.models import Proposal
from tests.use.proposals.bundles import bundle, decision, referral, surgery, visit


@pytest.fixture
def course(tmp_path: Path) -> str:
    """A bundle with a course."""
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(bundle(*referral(), visit(), decision(), surgery())))
    return str(path)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """What was printed, a JSON object a line."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_bundle_gives_proposals_with_their_reason(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "derive", "--fhir", course, "--json"]) == 0
    found = lines(capsys)
    assert [one["code"] for one in found] == ["A01A", "A01S", "A01CK", "A01FK"]
    assert found[0]["standing"] == "proposed"
    assert found[0]["fact"] == {"kind": "referral", "source": "das", "source_id": "ServiceRequest/r1", "version": 1}


def test_without_json_it_is_a_table(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "derive", "--fhir", course]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == ["p1", "A01", "A01A"]


def test_registered_codes_are_known_from_a_file_of_their_own(
    course: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "registered.ndjson"
    event = {
        "patient": "p1", "code": "A01A", "time": "2022-01-03", "org": "310000019", "source": "das", "source_id": "1",
        "version": 1, "status": "final", "recorded": "2022-01-04T10:00:00+01:00",
    }  # fmt: skip
    events.write_text(json.dumps(event) + "\n")
    assert main(["pathway", "derive", "--fhir", course, "--events", str(events), "--json"]) == 0
    assert lines(capsys)[0]["standing"] == "registered"


@pytest.mark.parametrize("writes", RECORD_HABITS, ids=lambda one: one.form)
def test_every_form_is_read(writes: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = writes.form  # type: ignore[attr-defined]
    file, mapping = tmp_path / f"sent.{form}", tmp_path / "mapping.toml"
    file.write_bytes(send(3, 10, writes).content)  # type: ignore[arg-type]
    mapping.write_text(MAPPING)
    more = ["--mapping", str(mapping)] if form == "csv" else []
    assert main(["pathway", "derive", f"--{form}", str(file), *more, "--json"]) == 0
    assert {str(one["code"])[:3] for one in lines(capsys)} >= {"A01"}


def test_rules_of_ones_own_take_the_place_of_the_default_ones(
    course: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = rules_for("A01")
    own = msgspec.structs.replace(rules, rules=tuple(one for one in rules.rules if one.id == "A01-referral-received"))
    path = tmp_path / "rules.json"
    path.write_bytes(msgspec.json.encode(own))
    assert main(["pathway", "derive", "--fhir", course, "--rules", str(path), "--json"]) == 0
    assert [one["code"] for one in lines(capsys)] == ["A01A"]


def test_a_file_of_which_nothing_can_be_used_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.hl7"
    path.write_bytes(b"MSH|^~\\&|a|b|c|d|20220101||MDM^T02|1|P|2.5\rPID|1||p1\r")
    assert main(["pathway", "derive", "--hl7", str(path)]) == 1
    assert "bad.hl7: message 1: message-not-read: this type of message is not read (MSH-9: MDM^T02)" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--csv", "{course}"], "--mapping"),
        (["--fhir", "{course}", "--mapping", "x"], "--csv and --mapping go together"),
        (["--fhir", "missing.json"], "missing.json"),
        (["--fhir", "{course}", "--rules", "{course}"], "not a rule set"),
        (["--hl7", "{course}"], "no line begins with MSH"),
        (["--fhir", "{course}", "--store", "--rules", "x"], "leave out --rules"),
    ],
)
def test_wrong_use_ends_with_two_and_a_sentence(
    course: str, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [one.format(course=course) for one in arguments]
    assert main(["pathway", "derive", *given]) == 2
    assert words in capsys.readouterr().err


def test_rule_files_are_held_to_what_a_rule_needs(tmp_path: Path) -> None:
    from normverk.publish.default_rules import read_rules

    rules = rules_for("A01")
    endless = msgspec.structs.replace(rules.rules[0], absent=(), absent_here=())
    with pytest.raises(Unusable, match="again and again"):
        read_rules(msgspec.json.encode(msgspec.structs.replace(rules, rules=(endless,))), "rules.json")


@pytest.mark.django_db
def test_store_takes_the_facts_in(course: str, releases: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "derive", "--fhir", course, "--store", "--json"]) == 0
    (answer,) = lines(capsys)
    assert answer["proposals"] == {"waiting": 4}
    assert Proposal.objects.filter(state="waiting").count() == 4
