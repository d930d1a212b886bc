"""Published shares never change; what a later delivery changes stands in the ledger with that delivery."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from normverk.base.events.queries import faults
from normverk.base.policy import Denied, Role, operator
from normverk.cli import main
from normverk.learn.actions import place_hospitals
from normverk.learn.frozen import frozen_faults, publication
from normverk.learn.inclusion.publishing import can_be_published, ledger, publish_inclusion
from normverk.learn.inclusion.queries import INCLUSION, measured_inclusion
from normverk.learn.inclusion.reading import NotUsable
from normverk.learn.models import FrozenFigures
from normverk.learn.publishing import CannotPublish
from tests.conftest import actor_with
from tests.learn.inclusion.making import LATER, MIDT, NORD, READ_AT, VEST, ample, hostile, in_csv, read
from tests.learn.test_figure_pages import english, owner

pytestmark = pytest.mark.django_db
PAGE = "/inclusion/brystkreft/"


def publish(period: str = "2021-T1", now: datetime = READ_AT) -> FrozenFigures:
    """Freezes the pathway's figures."""
    return publish_inclusion(pathway="brystkreft", period=period, actor=operator(), now=now)


def test_published_figures_stay_and_the_ledger_names_the_delivery_that_changed_them(
    norms: None, client: Client
) -> None:
    place_hospitals(regions={VEST: "Region Vest"}, actor=operator(), now=READ_AT)
    read(ample())
    publish()
    frozen = publication("brystkreft", INCLUSION, "2021-T1")
    assert frozen is not None
    assert ledger(frozen) == ()
    changed = [(h, p, 40, 33 if (h, p) == (VEST, "2021-02") else i) for h, p, _, i in ample()]
    later = read(changed, dated="2022-05-31", now=LATER).delivery
    entries = ledger(frozen)
    assert {(one.published.organisation, one.published.period) for one in entries} == {
        (where, when) for where in ("*", VEST, "region:Region Vest") for when in ("2021-02", "2021-T1")
    }
    assert {cause.digest for one in entries for cause in one.causes} == {later.digest}
    assert all(one.now.met == one.published.within_limit - 1 for one in entries if one.published.within_limit)
    page = english(client, f"{PAGE}published/2021-T1/")
    assert "The figures fit the digest." in page
    assert "Oppdiktet register, received 2 June 2022" in page
    told = client.get("/api/v1/inclusion/brystkreft/published/").json()["publications"]
    assert [(one["period"], len(one["ledger"])) for one in told] == [("2021-T1", 6)]
    assert client.get(f"{PAGE}published/2021-T1/figures.json").content.decode() == frozen.written
    assert list(frozen_faults()) == []
    assert list(faults()) == []


def test_the_database_refuses_to_change_what_was_published(norms: None) -> None:
    read(ample())
    publish()
    with pytest.raises(DatabaseError), transaction.atomic():
        FrozenFigures.objects.update(period="2021-T2")


@pytest.mark.parametrize(
    ("period", "why"),
    [("2021-05", "period"), ("x", "period"), ("2021-T1", "published"), ("2022-T1", "nothing"), ("2022-T3", "not-over")],
)
def test_a_period_that_cannot_be_published_is_refused(norms: None, period: str, why: str) -> None:
    read(ample())
    publish()
    with pytest.raises(CannotPublish) as cannot:
        publish(period)
    assert cannot.value.why == why


def test_a_published_year_is_locked(norms: None) -> None:
    read(ample("tertial"))
    found = measured_inclusion("brystkreft")
    assert found is not None
    assert can_be_published("brystkreft", found) == ("2021", "2021-T1", "2021-T2", "2021-T3")
    publish("2021")
    assert can_be_published("brystkreft", found) == ()
    with pytest.raises(CannotPublish) as cannot:
        publish("2021-T2")
    assert cannot.value.why == "locked"


def test_what_was_published_by_month_goes_on_by_month(norms: None) -> None:
    read(ample())
    publish()
    with pytest.raises(NotUsable, match="kind-published"):
        read(ample("tertial"), dated="2022-05-31", now=LATER)


@pytest.mark.parametrize("seed", range(3))
def test_what_was_hidden_when_published_is_hidden_at_the_same_places_later(norms: None, seed: int) -> None:
    """Every alternative of the published table goes on being one, so that the two cannot be held against each other."""
    read(hostile(seed, "tertial"))
    first = measured_inclusion("brystkreft")
    assert first is not None
    publish()
    changed = [(h, p, new + (h == NORD), i) for h, p, new, i in hostile(seed, "tertial")]
    read(changed, dated="2022-05-31", now=LATER)
    second = measured_inclusion("brystkreft")
    assert second is not None
    kept = [dict(one) for one in second.figures.table.alternatives]
    for alternative in first.figures.table.alternatives:
        if all(place.organisation in {VEST, MIDT} for place, _ in alternative):
            assert dict(alternative) in kept


def test_an_owner_publishes_on_the_page_and_others_see_no_way_to(norms: None, client: Client) -> None:
    read(ample())
    publisher = owner()
    assert f'href="{PAGE}publish/"' in english(publisher, f"{PAGE}published/")
    answer = publisher.post(f"{PAGE}publish/", {"period": "2021-T3"})
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}published/2021-T3/")
    assert publisher.post(f"{PAGE}publish/", {"period": "2021-T3"}).status_code == 422
    assert "publish/" not in english(client, f"{PAGE}published/").replace("published/", "")
    with pytest.raises(Denied):
        publish_inclusion(pathway="brystkreft", period="2021-T1", actor=actor_with(Role.VISITOR), now=READ_AT)


# Commands


def test_commands_read_list_and_publish(norms: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(in_csv(ample()))
    assert main(["inclusion", "read", str(file)]) == 0
    assert "36 rows of «Oppdiktet register» of 2022-04-30, number 1: stored" in capsys.readouterr().out
    assert main(["inclusion", "read", str(file)]) == 0
    assert "unchanged" in capsys.readouterr().out
    assert main(["inclusion", "list"]) == 0
    assert "number 1 of 2022-04-30, 36 rows" in capsys.readouterr().out
    assert main(["inclusion", "publish", "brystkreft", "2021-T1"]) == 0
    assert main(["inclusion", "publish", "brystkreft", "2021-T1"]) == 1
    assert "The period has been published already." in capsys.readouterr().err
    assert main(["figures", "verify"]) == 0


def test_a_faulty_or_missing_file_is_refused_by_the_command(
    norms: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(in_csv([(VEST, "2021-02", 4, 5)], pathway="x"))
    assert main(["inclusion", "read", str(file)]) == 2
    told = capsys.readouterr().err
    assert "refused whole" in told
    assert "line 2, pathway: No published norm has this pathway. The pathways are: brystkreft." in told
    assert "line 2, included: More were in a pathway" in told
    assert main(["inclusion", "read", str(tmp_path / "none.csv")]) == 2
    assert "No such file" in capsys.readouterr().err
