"""Co-writers: named by the responsible alone, writing beside them, losing nothing, and never judging their own words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest
from django.db import IntegrityError, transaction

from normverk.base.accounts.actions import actor_of, make_account
from normverk.base.accounts.models import Account
from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.languages import say
from normverk.base.policy import Actor, Denied, Grant, Role, decide, system
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import move, save_draft
from normverk.govern.catalogue.cowriters import name_writer, take_off_writer, who_can_be_named, writers_of
from normverk.govern.catalogue.keeping import kept_words
from normverk.govern.catalogue.models import Edition, EditionWriter
from normverk.govern.catalogue.reviewing import conclude
from normverk.norm.blocks import Paragraph
from normverk.norm.content import Section, find_section
from normverk.norm.text import Text
from tests.govern.catalogue.samples import draft_edition, pathway_content, same
from tests.govern.catalogue.test_writing import PAGE, form_of
from tests.govern.process.walking import browser

pytestmark = pytest.mark.django_db
ADDRESS = PAGE + "edit/section/dose/"


def account(name: str, now: datetime, *roles: Role, demonstration: bool = False) -> Actor:
    """Somebody with an account of their own."""
    grants = tuple(Grant(role) for role in roles)
    made = make_account(
        username=name.lower(), display_name=name, grants=grants, actor=system(), now=now, demonstration=demonstration
    )
    return actor_of(made)


@pytest.fixture
def owner(now: datetime) -> Actor:
    """The responsible."""
    return account("Nora", now, Role.NORM_OWNER)


@pytest.fixture
def second(now: datetime) -> Actor:
    """Another norm owner, who also may decide."""
    return account("Mikkel", now, Role.NORM_OWNER, Role.DECISION_MAKER)


@pytest.fixture
def edition(owner: Actor, now: datetime) -> Edition:
    """A draft of the responsible with a short section."""
    blocks = (Paragraph(Text("Barn får 5 mg.")), Paragraph(Text("Slutt.")))
    sections = (Section("dose", same("Dose"), blocks), *pathway_content().sections)
    return draft_edition(now, owner=owner, content=msgspec.structs.replace(pathway_content(), sections=sections))


def words_of(edition: Edition) -> list[str]:
    """The paragraphs of the short section as they stand now."""
    section = find_section(Edition.objects.get(pk=edition.pk).revision.read(), "dose")
    assert section is not None
    return [block.text.nb for block in section.blocks if isinstance(block, Paragraph)]


def may(actor: Actor, action: str, edition: Edition) -> bool:
    """What the policy says of the edition as it stands now."""
    return decide(actor, action, Edition.objects.get(pk=edition.pk).policy_facts()).allowed


def write(edition: Edition, actor: Actor, now: datetime, words: str) -> Edition:
    """Saves another purpose."""
    held = Edition.objects.get(pk=edition.pk)
    content = msgspec.structs.replace(held.revision.read(), purpose=same(words))
    return save_draft(edition=held, content=content, begun_from=held.revision_id, actor=actor, now=now)


def test_only_who_is_named_may_write_beside_the_responsible_and_only_for_as_long(
    edition: Edition, owner: Actor, second: Actor, now: datetime
) -> None:
    with pytest.raises(Denied):
        write(edition, second, now, "Utenfra.")
    name_writer(edition=edition, writer=second.id, actor=owner, now=now)
    assert write(edition, second, now, "Sammen.").authors == [owner.id, second.id]
    with pytest.raises(Denied):
        name_writer(edition=edition, writer=owner.id, actor=second, now=now)
    with pytest.raises(Denied):
        take_off_writer(edition=edition, writer=second.id, actor=second, now=now)
    take_off_writer(edition=edition, writer=second.id, actor=owner, now=now)
    with pytest.raises(Denied):
        write(edition, second, now, "Etterpå.")
    with pytest.raises(KeyError):
        take_off_writer(edition=edition, writer=second.id, actor=owner, now=now)


def test_naming_and_taking_off_stand_in_the_log_with_the_row(
    edition: Edition, owner: Actor, second: Actor, now: datetime
) -> None:
    row = name_writer(edition=edition, writer=second.id, actor=owner, now=now)
    take_off_writer(edition=edition, writer=second.id, actor=owner, now=now)
    named, taken = Event.objects.filter(type__startswith="edition.writer-").order_by("seq")
    key = f"catalogue.EditionWriter/{row.pk}"
    assert (named.type, named.actor, named.data["writer"]) == ("edition.writer-named", owner.id, second.id)
    assert named.rows[key]["account"] == second.id
    assert (taken.type, taken.rows) == ("edition.writer-taken-off", {key: None})
    assert "Mikkel" not in str((named.data, named.rows, taken.data))
    assert list(faults()) == []


def test_nobody_but_another_norm_owner_with_an_open_account_is_named_and_once(
    edition: Edition, owner: Actor, second: Actor, now: datetime
) -> None:
    vendor, closed = account("Lars", now, Role.VENDOR), account("Else", now, Role.NORM_OWNER)
    Account.objects.filter(pk=closed.id).update(active=False)
    for id in (vendor.id, closed.id, owner.id, "ikke-en-konto", "00000000-0000-4000-8000-00000000dead"):
        with pytest.raises(Broken) as refused:
            name_writer(edition=edition, writer=id, actor=owner, now=now)
        assert [one.rule.id for one in refused.value.findings] == ["writer.is-another-norm-owner"]
    name_writer(edition=edition, writer=second.id, actor=owner, now=now)
    with pytest.raises(Broken):
        name_writer(edition=edition, writer=second.id, actor=owner, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionWriter.objects.create(edition=edition, account=second.id, named_by=owner.id, named_at=now)


def test_nobody_is_named_when_the_edition_is_decided(
    edition: Edition, owner: Actor, second: Actor, now: datetime
) -> None:
    move(edition=edition, to="review", actor=owner, now=now)
    move(edition=edition, to="approved", actor=second, now=now)
    with pytest.raises(Broken) as refused:
        name_writer(edition=edition, writer=second.id, actor=owner, now=now)
    assert [one.rule.id for one in refused.value.findings] == ["writer.named-before-decision"]
    assert "co-writers" not in browser(owner, now).get(PAGE).content.decode()


def test_who_has_written_can_neither_review_nor_approve_also_when_taken_off_again(
    edition: Edition, owner: Actor, second: Actor, now: datetime
) -> None:
    name_writer(edition=edition, writer=second.id, actor=owner, now=now)
    assert may(second, "edition.review", edition)
    write(edition, second, now, "Mikkels ord.")
    take_off_writer(edition=edition, writer=second.id, actor=owner, now=now)
    for action in ("edition.review", "case.decide", "rule.waive"):
        assert not may(second, action, edition)
    with pytest.raises(Denied):
        conclude(edition=edition, verdict="ready", reason="", actor=second, now=now)
    move(edition=edition, to="review", actor=owner, now=now)
    with pytest.raises(Denied):
        move(edition=edition, to="approved", actor=second, now=now)


def test_those_who_can_be_named_are_listed_by_name_and_the_invented_stand_apart(
    edition: Edition, owner: Actor, second: Actor, now: datetime
) -> None:
    account("Demo", now, Role.NORM_OWNER, demonstration=True)
    account("Ask", now, Role.NORM_OWNER)
    twin = make_account(username="ask2", display_name="Ask", grants=(Grant(Role.NORM_OWNER),), actor=system(), now=now)
    names = [writer.name for writer in who_can_be_named(edition, owner)]
    assert names == ["Ask (ask)", "Ask (ask2)", "Mikkel"]
    name_writer(edition=edition, writer=str(twin.id), actor=owner, now=now)
    assert [writer.name for writer in writers_of(edition)] == ["Ask (ask2)"]
    assert [writer.name for writer in who_can_be_named(edition, owner)] == ["Ask (ask)", "Mikkel"]
    with pytest.raises(Denied):
        who_can_be_named(edition, second)


def test_the_form_names_and_takes_off_and_says_what_it_refuses(
    edition: Edition, owner: Actor, second: Actor, now: datetime
) -> None:
    client, address = browser(owner, now), PAGE + "writers/"
    assert say("catalogue.writer.none", "nb") in client.get(PAGE).content.decode()
    for form in ({"act": "name"}, {"act": "name", "writer": owner.id}):
        assert client.post(address, form).status_code == 422
    assert client.post(address, {"act": "name", "writer": second.id}).status_code == 302
    assert client.post(address, {"act": "name", "writer": second.id}).status_code == 422
    assert say("catalogue.writer.you", "nb") in browser(second, now).get(PAGE).content.decode()
    assert "Mikkel" not in browser(None, now).get(PAGE).content.decode()
    assert browser(second, now).post(address, {"act": "take-off", "writer": second.id}).status_code == 403
    assert client.post(address, {"act": "take-off", "writer": "noen"}).status_code == 404
    assert client.post(address, {"act": "take-off", "writer": second.id}).status_code == 302
    assert browser(second, now).get(ADDRESS).status_code == 403


def test_two_accounts_that_save_at_once_lose_nothing_and_the_log_names_both(
    edition: Edition, owner: Actor, second: Actor, now: datetime
) -> None:
    name_writer(edition=edition, writer=second.id, actor=owner, now=now)
    first, other = browser(owner, now), browser(second, now)
    mine, theirs = form_of(first, "edit/section/dose/"), form_of(other, "edit/section/dose/")
    saved = first.post(ADDRESS, mine | {"body_nb": "Barn får 6 mg.\n\nSlutt.", "save": "1"})
    refused: Any = other.post(ADDRESS, theirs | {"body_nb": "Barn får 7 mg.\n\nSlutt, endelig.", "save": "1"})
    assert (saved.status_code, refused.status_code) == (302, 409)
    held = dict(refused.context["form"].data.items())
    assert held["body_nb"] == "Barn får ⟪6¦7⟫ mg.\n\nSlutt, endelig."
    assert words_of(edition) == ["Barn får 6 mg.", "Slutt."]
    settled = held | {"body_nb": held["body_nb"].replace("⟪6¦7⟫", "6"), "save": "1"}
    assert other.post(ADDRESS, settled).status_code == 302
    assert words_of(edition) == ["Barn får 6 mg.", "Slutt, endelig."]
    saves = Event.objects.filter(type="edition.saved").order_by("seq")
    assert [event.actor for event in saves] == [owner.id, second.id]
    assert saves[1].data["before"] == saves[0].data["after"]
    assert Edition.objects.get(pk=edition.pk).authors == [owner.id, second.id]
    assert list(faults()) == []


def test_unsaved_words_are_each_writers_own_and_wait_for_one_who_is_taken_off(
    edition: Edition, owner: Actor, second: Actor, now: datetime
) -> None:
    name_writer(edition=edition, writer=second.id, actor=owner, now=now)
    for actor, words in ((owner, "Noras halve"), (second, "Mikkels halve")):
        client = browser(actor, now)
        form = form_of(client, "edit/section/dose/") | {"body_nb": words, "keep": "1"}
        assert client.post(ADDRESS, form).status_code == 302
    take_off_writer(edition=edition, writer=second.id, actor=owner, now=now)
    assert browser(second, now).get(ADDRESS + "?restore=1").status_code == 403
    name_writer(edition=edition, writer=second.id, actor=owner, now=now)
    for actor, mine, others in ((owner, "Noras halve", "Mikkels"), (second, "Mikkels halve", "Noras")):
        html = browser(actor, now).get(ADDRESS + "?restore=1").content.decode()
        assert mine in html
        assert others not in html
        assert kept_words(edition, "section/dose", actor) is not None
