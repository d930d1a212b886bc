"""The form of limits: one group of fields for each clock, and nothing of a limit is lost by saving it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest
from django.test import Client
from lxml import html

from normverk.base.languages import say
from normverk.govern.catalogue.models import Edition
from normverk.norm.content import NormContent
from normverk.norm.pathway import Branch, Limit
from normverk.norm.text import Text
from tests.govern.catalogue.samples import SOURCE, draft_edition, pathway_content, same
from tests.govern.process.walking import OWNER, browser

pytestmark = pytest.mark.django_db
PAGE = "/editions/oppdiktet/1.0.0/edit/limits/"


def two_branches() -> NormContent:
    """A pathway whose last clock has two branches, one of which warns at a percentage."""
    content = pathway_content()
    assert content.pathway is not None
    *others, last = content.pathway.clocks
    limit = last.branches[0].limit
    assert limit is not None
    percent = msgspec.structs.replace(limit, warn_before=0, warn_at_percent=75)
    branches = (Branch("kirurgi", same("Kirurgi"), ("X2",), percent), Branch("annet", Text(nb="Annet"), (), None))
    clocks = (*others, msgspec.structs.replace(last, branches=branches))
    return msgspec.structs.replace(content, pathway=msgspec.structs.replace(content.pathway, clocks=clocks))


@pytest.fixture
def edition(now: datetime) -> Edition:
    """A draft of that pathway."""
    return draft_edition(now, owner=OWNER, content=two_branches())


def sent(client: Client) -> dict[str, Any]:
    """What a browser would send of the form as it stands."""
    form = client.get(PAGE).context["form"]
    return {name: value for name, value in form.initial.items() if value is not None}


def test_every_clock_and_branch_has_a_group_that_says_what_its_fields_belong_to(
    edition: Edition, now: datetime
) -> None:
    page = html.fromstring(browser(OWNER, now).get(PAGE).content)
    (form,) = page.xpath("//form[@id='writing']")
    outer = form.xpath("./fieldset")
    assert [one.findtext("legend") for one in outer] == ["Klokke OF1", "Klokke OF2", "Klokke OF4"]
    assert [one.findtext("legend") for one in outer[2].xpath("./fieldset")] == ["Kirurgi", "Annet"]
    for field in form.xpath(".//input[contains(@name, '.value')]"):
        assert field.xpath("ancestor::fieldset")
        (label,) = form.xpath(f".//label[@for='{field.get('id')}']")
        assert label.text.strip() == say("catalogue.limit.value", "nb")


def test_saving_the_form_untouched_changes_no_limit(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    assert client.post(PAGE, sent(client)).status_code == 302
    assert Edition.objects.get(pk=edition.pk).revision.read() == two_branches()


def test_a_limit_warns_in_one_way_only(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    both = client.post(PAGE, sent(client) | {"OF4.kirurgi.warn_before": "3"})
    assert both.status_code == 422
    assert list(both.context["form"].errors) == ["OF4.kirurgi.warn_at_percent"]
    assert "Klokke OF4 – Kirurgi" in both.content.decode()
    one = sent(client) | {"OF4.kirurgi.warn_before": "3", "OF4.kirurgi.warn_at_percent": ""}
    assert client.post(PAGE, one).status_code == 302
    pathway = Edition.objects.get(pk=edition.pk).revision.read().pathway
    assert pathway is not None
    limit = pathway.clock("OF4").branches[0].limit
    assert limit == Limit(21, limit.unit if limit else None, SOURCE, 3)  # type: ignore[arg-type]
