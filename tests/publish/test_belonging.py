"""A pathway is measured by one package, and a package has one publisher; a publisher may change its key, openly."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest
from joserfc.jwk import OKPKey

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Actor
from normverk.base.rules import Broken
from normverk.cli import parser, run
from normverk.norm.content import NormContent
from normverk.publish import keys, queries
from normverk.publish.actions import Unclear, build_release, load_release, make_key, trust_keys, withdraw_release
from normverk.publish.models import Release
from normverk.publish.package import build_package
from tests.publish.examples import CHAIN, KEY, KID, OTHER_KEY, content, publish_first, release_input, text

pytestmark = pytest.mark.django_db

OTHER = OTHER_KEY.thumbprint()
SOUTH = "no.demo.south.prove"


def file_of(
    package_id: str, key: OKPKey, *, hub: str, version: str = "1.0.0", content: NormContent | None = None
) -> bytes:
    """A release file of the pathway A99."""
    given = release_input(package_id=package_id, hub=hub, version=version)
    return build_package(msgspec.structs.replace(given, content=content) if content else given, key)


def trust(key: OKPKey, actor: Actor, now: datetime, follows: str = "") -> None:
    """Trusts one key."""
    trust_keys(given={key.thumbprint(): keys.public_half(key)}, actor=actor, now=now, follows=follows)


@pytest.fixture
def two_hubs(administrator: Actor, now: datetime) -> Actor:
    """An edge that trusts two hubs, and uses A99 as the northern one has published it."""
    trust(KEY, administrator, now)
    trust(OTHER_KEY, administrator, now)
    load_release(
        file=file_of("no.demo.north.prove", KEY, hub="https://north.example.org"), actor=administrator, now=now
    )
    return administrator


def broken(refused: pytest.ExceptionInfo[Broken]) -> list[str]:
    """The rules that refused."""
    return [finding.rule.id for finding in refused.value.findings]


def test_the_same_pathway_from_another_package_is_refused_and_nothing_is_written(
    two_hubs: Actor, now: datetime
) -> None:
    events = Event.objects.count()
    for key in (KEY, OTHER_KEY):
        with pytest.raises(Broken) as refused:
            load_release(file=file_of(SOUTH, key, hub="https://south.example.org"), actor=two_hubs, now=now)
        assert broken(refused) == ["release.pathway-of-one-package"]
    assert (Release.objects.count(), Event.objects.count()) == (1, events)
    assert [edition.package_id for edition in queries.pathway_editions("A99")] == ["no.demo.north.prove"]


def test_the_command_says_both_names_in_one_sentence_and_1(
    two_hubs: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "south.tgz"
    file.write_bytes(file_of(SOUTH, OTHER_KEY, hub="https://south.example.org"))
    assert run(parser().parse_args(["release", "load", str(file)])) == 1
    assert capsys.readouterr().err == (
        f"normverk: not loaded: The pathway A99 is in use already from no.demo.north.prove (https://north.example.org, key "
        f"{KID}), so {SOUTH} (https://south.example.org, key {OTHER}) is not taken in.\n"
    )
    assert run(parser().parse_args(["release", "load", str(file), "--json"])) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["loaded"], answer["reason"]) == (False, "release.pathway-of-one-package")


def test_another_publisher_does_not_continue_a_package(
    two_hubs: Actor, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = file_of("no.demo.north.prove", OTHER_KEY, hub="https://south.example.org", version="2.0.0")
    with pytest.raises(Broken) as refused:
        load_release(file=later, actor=two_hubs, now=now)
    assert broken(refused) == ["release.package-of-one-publisher"]
    (tmp_path / "later.tgz").write_bytes(later)
    assert run(parser().parse_args(["release", "load", str(tmp_path / "later.tgz")])) == 1
    said = capsys.readouterr().err
    assert (f"key {KID}" in said, f"key {OTHER}" in said) == (True, True)
    assert f"--follows {KID}" in said
    assert Release.objects.count() == 1


def test_a_publisher_changes_its_key_when_the_operator_says_whom_it_follows(two_hubs: Actor, now: datetime) -> None:
    later = file_of("no.demo.north.prove", OTHER_KEY, hub="https://north.example.org", version="2.0.0")
    trust(OTHER_KEY, two_hubs, now, follows=KID)
    row, fresh = load_release(file=later, actor=two_hubs, now=now)
    assert (fresh, row.key_id) == (True, OTHER)
    assert Event.objects.filter(type="key.trusted").latest("seq").data == {"key_ids": [OTHER], "publisher": KID}
    assert list(faults()) == []


def test_keys_given_together_are_one_publishers(administrator: Actor, now: datetime) -> None:
    both = {key.thumbprint(): keys.public_half(key) for key in (KEY, OTHER_KEY)}
    trust_keys(given=both, actor=administrator, now=now)
    assert keys.publisher_of(KID) == keys.publisher_of(OTHER)
    trust_keys(given=both, actor=administrator, now=now)
    assert keys.publisher_of(KID) == keys.publisher_of(OTHER)


def test_nobody_becomes_a_successor_by_listing_anothers_key(administrator: Actor, now: datetime) -> None:
    trust(KEY, administrator, now)
    both = {key.thumbprint(): keys.public_half(key) for key in (KEY, OTHER_KEY)}
    with pytest.raises(Unclear, match=f"--follows {KID}"):
        trust_keys(given=both, actor=administrator, now=now)
    assert set(keys.trusted_keys()) == {KID}
    with pytest.raises(Unclear, match="is not trusted here"):
        trust(OTHER_KEY, administrator, now, follows="unknown")
    trust_keys(given=both, actor=administrator, now=now, follows=KID)
    assert keys.publisher_of(OTHER) == KID


def test_trust_on_the_command_line_says_why_not(
    administrator: Actor, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trust(KEY, administrator, now)
    file = tmp_path / "hub.json"
    file.write_text(json.dumps(keys.key_set({KID: KEY, OTHER: OTHER_KEY})))
    assert run(parser().parse_args(["keys", "trust", str(file)])) == 1
    assert "normverk: not trusted: the file holds the new key" in capsys.readouterr().err
    assert run(parser().parse_args(["keys", "trust", str(file), "--follows", KID])) == 0
    assert run(parser().parse_args(["keys", "list"])) == 0
    assert f"{OTHER}  trusted, of the publisher of {KID}" in capsys.readouterr().out


def test_a_hub_that_makes_a_new_key_of_its_own_goes_on(administrator: Actor, now: datetime) -> None:
    publish_first(now)
    make_key(actor=administrator, now=now, key=OTHER_KEY)
    later = content(valid_from=date(2021, 5, 1))
    row = build_release(
        product_slug="prove", edition_number="2.0.0", edition_ref="prove/2.0.0", content=later, chain=CHAIN,
        change_note=text("Ny nøkkel"), previous="1.0.0", actor=administrator, now=now,
    )  # fmt: skip
    assert row.key_id == OTHER


def test_a_hub_does_not_give_two_products_one_pathway(now: datetime) -> None:
    publish_first(now)
    with pytest.raises(Broken) as refused:
        publish_first(now, product_slug="annen", edition_ref="annen/1.0.0")
    assert broken(refused) == ["release.pathway-of-one-package"]
    assert Release.objects.count() == 1


def test_a_pathway_moves_to_another_package_when_the_first_is_withdrawn_before_it_begins(
    two_hubs: Actor, now: datetime
) -> None:
    withdraw_release(release=Release.objects.get(), reason=text("Flyttet"), actor=two_hubs, now=now)
    row, fresh = load_release(file=from_2027(), actor=two_hubs, now=now)
    assert (fresh, row.package_id) == (True, SOUTH)


def from_2027() -> bytes:
    """The southern release, in force from 2027 on."""
    begin = date(2027, 1, 1)
    given = release_input(package_id=SOUTH, hub="https://south.example.org", valid_from=begin)
    return build_package(msgspec.structs.replace(given, content=content(valid_from=begin)), OTHER_KEY)
