"""A version is published once, replaces the one before it on its first day, and is loaded only when it can be trusted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import IntegrityError, transaction

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.jobs.models import Job
from normverk.base.policy import Actor, Denied, Role
from normverk.base.rules import Broken
from normverk.norm.chain import Chain
from normverk.norm.checks.subjects import Standing
from normverk.norm.code_lists import CodeList, Concept
from normverk.norm.content import Section
from normverk.norm.references import Reference
from normverk.norm.text import Text
from normverk.norm.units import Unit
from normverk.publish import keys, queries
from normverk.publish.actions import (
    KeyMissing,
    build_release,
    load_release,
    make_key,
    supersede_due,
    trust_keys,
    withdraw_release,
)
from normverk.publish.known_lists import keep_lists
from normverk.publish.models import Release
from normverk.publish.package import NotTrusted, build_package, read_package
from tests.conftest import actor_with
from tests.publish.examples import (
    CHAIN,
    KEY,
    KID,
    OTHER_KEY,
    content,
    publish_first,
    publish_second,
    release_input,
    text,
)

pytestmark = pytest.mark.django_db


def broken_rules(refused: pytest.ExceptionInfo[Broken]) -> list[str]:
    """The ids of the rules that refused."""
    return [finding.rule.id for finding in refused.value.findings if finding.refuses]


def test_a_release_is_its_file_and_the_log_explains_it(now: datetime) -> None:
    row = publish_first(now)
    package = read_package(bytes(row.file), {KID: KEY})
    assert (package.digest, package.content_digest) == (row.digest, row.content_digest)
    assert (row.package_id, row.version, row.status) == ("no.demo.normverk.prove", "1.0.0", "active")
    event = Event.objects.get(type="release.built")
    assert event.data["decision"] == "S-2026-001/4"
    assert event.rows[f"publish.Release/{row.digest}"]["file"] == f"sha256:{row.digest}"
    assert list(faults()) == []


def test_building_the_same_twice_elsewhere_gives_the_same_digest(now: datetime) -> None:
    row = publish_first(now)
    given = release_input(chain=CHAIN, change_note=text("Om 1.0.0"))
    assert read_package(build_package(given, KEY), {KID: KEY}).digest == row.digest


def test_publishing_a_version_twice_is_an_error_and_not_an_update(now: datetime) -> None:
    row = publish_first(now)
    with pytest.raises(Broken) as refused:
        publish_first(now, change_note=text("En annen tekst"))
    assert broken_rules(refused) == ["release.version-published-once"]
    assert Release.objects.get() == row


def test_the_database_refuses_the_same_version_too(now: datetime) -> None:
    row = publish_first(now)
    row.digest = "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_release_without_a_decision_or_from_no_day_or_with_a_lower_number_is_refused(now: datetime) -> None:
    with pytest.raises(Broken) as refused:
        publish_first(now, chain=Chain(links=CHAIN.links[:1]))
    assert broken_rules(refused) == ["release.stands-on-a-decision"]
    publish_second(now, previous=None)
    with pytest.raises(Broken) as refused:
        publish_first(now)
    assert broken_rules(refused) == ["release.version-rises"]
    with pytest.raises(Broken) as refused:
        publish_second(now, edition_number="3.0.0", previous="2.0.0", valid_from=date(2020, 1, 1))
    assert broken_rules(refused) == ["release.says-from-when"]


def test_content_with_an_error_or_that_fhir_cannot_carry_is_refused(now: datetime) -> None:
    fault = content()
    assert fault.pathway is not None
    blank = msgspec.structs.replace(fault.pathway.milestones[0], id="A B")
    milestones = (blank, *fault.pathway.milestones[1:])
    wrong = msgspec.structs.replace(fault, pathway=msgspec.structs.replace(fault.pathway, milestones=milestones))
    with pytest.raises(Broken) as refused:
        publish_first(now, content=wrong)
    assert broken_rules(refused) == ["release.content-has-no-error"]
    assert "fhir: milestones/A B/id" in str(refused.value.findings[0].result.facts["errors"])


def test_content_with_a_code_that_its_list_does_not_have_is_refused(
    now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    pathway = content().pathway
    assert pathway is not None
    keep_lists([CodeList(pathway.code_system, "1", (Concept("ingen-av-dem", "Ingen av dem"),))])
    with pytest.raises(Broken) as refused:
        publish_first(now)
    assert broken_rules(refused) == ["release.content-has-no-error"]
    assert "code-not-in-list" in str(refused.value.findings[0].result.facts["errors"])


@pytest.mark.parametrize(
    ("state", "level", "refused"), [("withdrawn", 1, True), ("superseded", 1, False), ("in-force", 3, False)]
)
def test_content_whose_basis_is_withdrawn_is_refused(now: datetime, state: Any, level: int, refused: bool) -> None:
    basis = "https://hub.example.org/products/forskrift/"
    section = Section("krav", text("Krav"), unit=Unit("regulation", law=basis))

    def lookup(address: str) -> Standing | None:
        return Standing("Forskriften", state, level) if address == basis else None

    given = {"content": msgspec.structs.replace(content(), sections=(section,)), "lookup": lookup}
    if not refused:
        assert publish_first(now, **given).status == "active"
        return
    with pytest.raises(Broken) as broken:
        publish_first(now, **given)
    assert broken_rules(broken) == ["release.content-has-no-error"]
    assert broken.value.findings[0].result.facts["errors"] == ["rests-on-lower"]
    assert not Release.objects.exists()


def test_content_that_only_mentions_what_is_withdrawn_is_published(now: datetime) -> None:
    mentions = msgspec.structs.replace(
        content(), references=(Reference("r", "Den gamle", url="https://example.org/n"),)
    )
    withdrawn = Standing("Den gamle", "withdrawn", 1)
    assert publish_first(now, content=mentions, lookup=lambda _: withdrawn).status == "active"


def test_a_visitor_builds_and_loads_nothing_and_without_a_key_nobody_builds(now: datetime) -> None:
    given = {
        "product_slug": "prove", "edition_number": "1.0.0", "edition_ref": "prove/1.0.0", "content": content(),
        "chain": CHAIN, "change_note": text("x"), "previous": None, "now": now,
    }  # fmt: skip
    with pytest.raises(Denied):
        build_release(actor=actor_with(Role.VISITOR), **given)  # type: ignore[arg-type]
    with pytest.raises(KeyMissing, match="keys make"):
        build_release(actor=actor_with(Role.DECISION_MAKER), **given)  # type: ignore[arg-type]
    with pytest.raises(Denied):
        load_release(file=b"", actor=actor_with(Role.CLINICIAN), now=now)


def test_the_next_version_ends_the_one_before_on_the_day_before_its_own_first(now: datetime) -> None:
    first = publish_first(now)
    second = publish_second(now)
    first.refresh_from_db()
    assert (first.status, first.valid_to) == ("superseded", date(2021, 4, 30))
    assert (second.status, second.valid_to) == ("active", None)
    assert [edition.definition.valid_to for edition in queries.pathway_editions("A99")] == [date(2021, 4, 30), None]
    assert list(faults()) == []


def test_a_version_that_lies_ahead_leaves_the_present_one_in_force_until_its_day_comes(administrator: Actor) -> None:
    before, after = datetime(2021, 4, 30, 12, tzinfo=UTC), datetime(2021, 5, 1, 12, tzinfo=UTC)
    publish_first(before)
    publish_second(before)
    row = queries.find("no.demo.normverk.prove", "1.0.0")
    assert (row.status, queries.standing(row, date(2021, 4, 30))) == ("active", "in-force")
    assert queries.standing(queries.find("no.demo.normverk.prove", "2.0.0"), date(2021, 4, 30)) == "not-yet"
    job = Job.objects.get(kind="publish.supersede")
    assert job.run_after == datetime(2021, 4, 30, 22, tzinfo=UTC)
    assert supersede_due(actor=administrator, now=before) == []
    assert [r.version for r in supersede_due(actor=administrator, now=after)] == ["1.0.0"]
    assert supersede_due(actor=administrator, now=after) == []
    row.refresh_from_db()
    assert queries.standing(row, date(2021, 5, 1)) == "superseded"
    assert list(faults()) == []


def test_a_correction_from_the_same_day_replaces_a_version_altogether(now: datetime) -> None:
    publish_first(now)
    publish_second(now)
    publish_second(now, edition_number="2.0.1", previous="2.0.0")
    assert [edition.version for edition in queries.pathway_editions("A99")] == ["1.0.0", "2.0.1"]
    replaced = queries.find("no.demo.normverk.prove", "2.0.0")
    assert queries.standing(replaced, date(2026, 1, 1)) == "superseded"


def test_loading_in_any_order_gives_the_same_validity(administrator: Actor, now: datetime) -> None:
    first, second = bytes(publish_first(now).file), bytes(publish_second(now).file)
    expected = list(Release.objects.order_by("version").values_list("digest", "valid_to", "status"))
    for order in ((first, second), (second, first)):
        with transaction.atomic():
            point = transaction.savepoint()
            Release.objects.all().delete()
            for file in order:
                assert load_release(file=file, actor=administrator, now=now)[1]
            assert list(Release.objects.order_by("version").values_list("digest", "valid_to", "status")) == expected
            transaction.savepoint_rollback(point)


def test_loading_again_does_nothing(administrator: Actor, now: datetime) -> None:
    row = publish_first(now)
    events = Event.objects.count()
    assert load_release(file=bytes(row.file), actor=administrator, now=now) == (row, False)
    assert Event.objects.count() == events


def test_an_edge_loads_what_is_signed_with_a_key_it_trusts(administrator: Actor, now: datetime) -> None:
    file = build_package(release_input(), OTHER_KEY)
    with pytest.raises(NotTrusted) as refused:
        load_release(file=file, actor=administrator, now=now)
    assert refused.value.reason == "unknown-key"
    trust_keys(given={OTHER_KEY.thumbprint(): OTHER_KEY}, actor=administrator, now=now)
    row, fresh = load_release(file=file, actor=administrator, now=now)
    assert (fresh, row.origin, row.status) == (True, "loaded", "active")
    loaded = queries.pathway_editions("A99")
    assert [(edition.release_digest, edition.hub_url) for edition in loaded] == [
        (row.digest, "https://hub.example.org")
    ]
    assert loaded[0].definition == content().pathway
    assert list(faults()) == []


def test_another_file_under_the_same_name_and_version_is_refused(administrator: Actor, now: datetime) -> None:
    publish_first(now)
    other = build_package(release_input(change_note=Text(nb="Noe annet")), KEY)
    with pytest.raises(NotTrusted, match="never changes"):
        load_release(file=other, actor=administrator, now=now)


def test_a_withdrawn_release_is_shown_with_its_reason_and_measures_what_began_before(
    administrator: Actor, now: datetime
) -> None:
    row = withdraw_release(release=publish_first(now), reason=text("Feil frist"), actor=administrator, now=now)
    assert queries.standing(row, date(2026, 1, 1)) == "withdrawn"
    assert queries.withdrawal(row) == text("Feil frist")
    (loaded,) = queries.pathway_editions("A99")
    assert (loaded.withdrawn, loaded.definition.valid_to) == (text("Feil frist"), now.date())
    assert list(faults()) == []


def test_a_release_is_withdrawn_once(administrator: Actor, now: datetime) -> None:
    row = publish_first(now)
    for reason in ("Feil frist", "En annen grunn"):
        row = withdraw_release(release=row, reason=text(reason), actor=administrator, now=now)
    assert Event.objects.filter(type="release.withdrawn").count() == 1
    assert queries.withdrawal(row) == text("Feil frist")


def test_a_norm_that_was_in_force_when_withdrawn_does_not_bring_the_older_one_back(
    administrator: Actor, now: datetime
) -> None:
    publish_first(now)
    withdraw_release(release=publish_second(now), reason=text("Feil"), actor=administrator, now=now)
    assert [edition.definition.valid_to for edition in queries.pathway_editions("A99")] == [
        date(2021, 4, 30),
        now.date(),
    ]
    mended = publish_second(now, edition_number="2.0.1", previous="2.0.0")
    assert [edition.version for edition in queries.pathway_editions("A99")] == ["1.0.0", "2.0.1"]
    assert queries.standing(mended, now.date()) == "in-force"
    assert list(faults()) == []


def test_a_norm_withdrawn_before_its_first_day_leaves_the_one_before_in_force(administrator: Actor) -> None:
    before = datetime(2021, 4, 1, 12, tzinfo=UTC)
    first, second = publish_first(before), publish_second(before)
    withdraw_release(release=second, reason=text("Feil"), actor=administrator, now=before)
    first.refresh_from_db()
    assert (first.status, first.valid_to) == ("active", None)
    assert [edition.version for edition in queries.pathway_editions("A99")] == ["1.0.0"]
    assert supersede_due(actor=administrator, now=datetime(2021, 5, 2, 12, tzinfo=UTC)) == []
    assert list(faults()) == []


def test_a_file_changed_in_the_database_is_not_used(now: datetime) -> None:
    row = publish_first(now)
    other = build_package(release_input(content=content(99)), KEY)
    Release.objects.filter(pk=row.pk).update(file=other)
    with pytest.raises(ValueError, match="has been changed"):
        queries.decoded(row.digest)
    assert [fault.kind for fault in faults()] == ["row-differs"]


def test_the_private_key_is_for_the_owner_only_and_an_old_one_is_still_believed(
    administrator: Actor, now: datetime
) -> None:
    make_key(actor=administrator, now=now, key=KEY)
    assert (keys.folder() / keys.SIGNING).stat().st_mode & 0o777 == 0o600
    assert keys.folder().stat().st_mode & 0o777 == 0o700
    made = make_key(actor=administrator, now=now)
    signing = keys.signing_key()
    assert signing is not None
    assert signing.thumbprint() == made
    assert set(keys.trusted_keys()) == {KID, made}
    assert all("d" not in key for key in keys.key_set(keys.trusted_keys())["keys"])


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'{"keys": []}', b'{"kty": "RSA"}', b'{"kty": "OKP", "crv": "Ed25519", "x": "!"}', b"7"]
)
def test_a_key_file_that_cannot_be_used_is_named(raw: bytes) -> None:
    with pytest.raises(keys.BadKey, match=r"hub\.json"):
        keys.read_keys(raw, "hub.json")
