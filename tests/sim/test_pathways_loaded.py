"""Every pathway whose facts are known is a product of the demonstration, with its editions in force on their own days."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings

from normverk.base.accounts.models import Account
from normverk.base.policy import operator
from normverk.cli import main
from normverk.govern.catalogue.models import Edition, Product
from normverk.publish.actions import make_key
from normverk.publish.models import Release
from normverk.sim.demonstration.cases import tell
from normverk.sim.demonstration.pathways import load_pathways, norwegian
from normverk.sim.demonstration.persons import make_persons
from normverk.sim.demonstration.stories import finished
from normverk.sim.pathways.edition import Defined
from normverk.sim.pathways.products import all_editions

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hub(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path
    make_key(actor=operator(), now=NOW)
    make_persons(now=NOW)


def quiet(what: str) -> None:
    assert what.startswith("pathway: ")


def of_family(family: str) -> list[Defined]:
    return [edition for edition in all_editions() if edition.family == family]


def package_of(slug: str) -> str:
    return f"{settings.PACKAGES}.{slug}"


def of_product(slug: str) -> list[Defined]:
    return [edition for edition in all_editions() if edition.product == slug]


def test_pathways_become_products_with_a_release_for_each_edition() -> None:
    wanted = of_family("other")
    assert load_pathways(wanted, quiet) == (len(wanted), ())
    held = {edition.ref for edition in Edition.objects.select_related("product")}
    assert held == {f"{edition.product}/{edition.number}.0.0" for edition in wanted}
    for edition in wanted:
        releases = Release.objects.filter(package_id=package_of(edition.product), version=f"{edition.number}.0.0")
        assert releases.count() == (0 if edition.draft else 1), edition.slug
        begin = edition.definition.valid_from if edition.definition else None
        assert all(begin in (None, release.valid_from) for release in releases), edition.slug
    assert load_pathways(wanted, quiet) == (0, ())


def test_each_edition_measures_those_who_began_on_its_own_days() -> None:
    wanted = of_product("psykisk-helsevern-voksne")
    load_pathways(wanted, quiet)
    releases = Release.objects.filter(package_id=package_of("psykisk-helsevern-voksne")).order_by("valid_from")
    days = [edition.definition.valid_from for edition in wanted if edition.definition]
    assert [(release.version, release.valid_from) for release in releases] == [
        (f"{number}.0.0", day) for number, day in enumerate(days, 1)
    ]
    assert days[0] == date(2019, 1, 1)


def test_a_norm_that_was_made_otherwise_is_left_alone() -> None:
    tell(finished()[0])
    before = set(Edition.objects.values_list("pk", "revision_id"))
    assert load_pathways(of_product("brystkreft"), quiet) == (0, ("brystkreft",))
    assert set(Edition.objects.values_list("pk", "revision_id")) == before


@pytest.mark.slow
def test_every_norwegian_pathway_goes_through_its_gates() -> None:
    wanted = norwegian()
    assert load_pathways(wanted, quiet) == (len(wanted), ())
    assert set(Product.objects.values_list("slug", flat=True)) == {edition.product for edition in wanted}
    waiting = Edition.objects.exclude(state__in=("published", "superseded"))
    assert {edition.product.slug for edition in waiting} == {edition.product for edition in wanted if edition.draft}


def test_the_command_makes_them_once_and_wants_the_demonstrations_persons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sim", "pathways", "--load", "--family", "other", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"made": len(of_family("other")), "left_alone": []}
    assert main(["sim", "pathways", "--load", "--family", "other"]) == 0
    assert "0 editions made" in capsys.readouterr().out
    Account.objects.filter(username="demo-beslutter").update(demonstration=False)
    assert main(["sim", "pathways", "--load"]) == 2
    assert "normverk demo --prepare" in capsys.readouterr().err
