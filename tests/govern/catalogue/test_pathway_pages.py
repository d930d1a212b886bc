"""A norm owner writes the clock language of a draft in forms: refusals at the field, two writers, words that are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from msgspec.structs import replace

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.languages import say
from normverk.base.policy import Role
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.shown import shown_changes
from normverk.norm.content import NormContent
from normverk.norm.delays import DelayKind, DelayPolicy, DelayRule
from normverk.norm.derivation import CodeGroup, DataRule, DateField, FactKind, Match, Strength
from normverk.norm.diff import diff
from normverk.norm.pathway import Code, Milestone, PathwayDefinition, Pick
from normverk.norm.source import Source
from normverk.norm.text import Text
from tests.conftest import actor_with
from tests.govern.catalogue.samples import draft_edition, pathway_content, same
from tests.govern.catalogue.test_writing import HTMX, form_of
from tests.govern.process.test_pages import well_made
from tests.govern.process.walking import OWNER, browser

pytestmark = pytest.mark.django_db
PAGE = "/editions/oppdiktet/1.0.0/"
DELAY, RULE = "edit/delay/OF4/", "edit/data-rule/"
WISHED = DELAY + quote("ønske") + "/"
"""An id may have letters of ours; in an address they are written as browsers write them."""
WISH = {"milestone": "put-off", "resumes": "back", "kind": "patient-wish", "policy": "subtract", "id": "ønske"}
REFERRAL = {
    "kind": "referral",
    "what": "icd-10 | C50 D05",
    "states": "active, completed",
    "code": "X0",
    "date-1": "received",
    "date-2": "authored",
    "strength": "high",
    "absent": "X0",
    "why_nb": "Mottatt",
    "why_nn": "Motteken",
    "why_en": "Received",
    "source-title": "Kodeveileder",
    "id": "henvisning",
}


def held() -> NormContent:
    """The sample with milestones for delays."""
    content = pathway_content()
    assert content.pathway is not None
    more = tuple(Milestone(id, same(id), (Code(f"X{n}", id),)) for n, id in ((8, "put-off"), (9, "back")))
    return replace(content, pathway=replace(content.pathway, milestones=(*content.pathway.milestones, *more)))


@pytest.fixture
def edition(now: datetime) -> Edition:
    """A draft of it."""
    return draft_edition(now, owner=OWNER, content=held())


def pathway_of(edition: Edition) -> PathwayDefinition:
    """The pathway as it stands now."""
    pathway = Edition.objects.get(pk=edition.pk).revision.read().pathway
    assert pathway is not None
    return pathway


def post(client: Client, address: str, **fields: Any) -> Any:
    """Sends the form with some fields filled in and the others as they stand."""
    return client.post(PAGE + address, form_of(client, address) | fields)


def saved(client: Client, address: str, **fields: Any) -> None:
    """Sends the form, which must be taken."""
    answer = post(client, address, **fields)
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.headers["Location"] == f"{PAGE}pathway/"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_is_well_made_in_every_language(edition: Edition, language: str, now: datetime) -> None:
    client = browser(OWNER, now)
    saved(client, f"{DELAY}new/", **WISH)
    saved(client, f"{RULE}new/", **REFERRAL)
    client.cookies["language"] = language
    forms = (f"{DELAY}new/", WISHED, f"{RULE}new/", f"{RULE}henvisning/", "edit/clock/OF4/")
    more = ("edit/clock/new/", "edit/branch/OF4/-/", "edit/branch/OF4/new/", "edit/underway/", "pathway/")
    for address in (*forms, *more):
        page = client.get(PAGE + address)
        assert page.status_code == 200, address
        well_made(page.content.decode().replace(HTMX, "", 1))
    assert say("pathway-form.page.title", language) in client.get(PAGE).content.decode()


def test_a_delay_rule_is_added_changed_and_removed_and_told(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    saved(client, f"{DELAY}new/", **WISH, reason="Vedtatt i møte.")
    rule = DelayRule("ønske", DelayPolicy.SUBTRACT, "put-off", "back", kind=DelayKind.PATIENT_WISH)
    assert pathway_of(edition).clock("OF4").delays == (rule,)
    sentence = "Tiden fra put-off til back regnes ikke med, fordi pasienten ønsket det."
    assert sentence in client.get(f"{PAGE}pathway/").content.decode()
    assert Event.objects.filter(type="edition.saved").latest("seq").reason == "Vedtatt i møte."
    content = Edition.objects.get(pk=edition.pk).revision.read()
    told = [one.label.nb for one in diff(held(), content)]
    assert told == ["OF4, ønske: ny regel om utsettelse"]
    assert shown_changes(diff(held(), content))
    saved(client, WISHED, policy="explain", longer_than="7")
    changed = Edition.objects.get(pk=edition.pk).revision.read()
    assert {one.label.nb for one in diff(content, changed)} == {
        "OF4, ønske: virkning trekkes fra → forklares",
        "OF4, ønske: må vare lenger enn 0 → 7",
    }
    assert post(client, WISHED, remove="on").status_code == 422
    saved(client, WISHED, remove="on", confirm="on")
    assert Edition.objects.get(pk=edition.pk).revision.read() == held()
    assert list(faults()) == []


def test_the_preview_says_the_rule_in_three_languages_and_saves_nothing(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    page = post(client, f"{DELAY}new/", **WISH, preview="1").content.decode()
    for words in ("regnes ikke med, fordi pasienten ønsket det", "blir ikkje rekna med", "is not counted"):
        assert words in page
    assert pathway_of(edition) == held().pathway


def test_a_preview_with_script_says_what_is_wrong_where_it_is_put(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = form_of(client, f"{DELAY}new/") | {**WISH, "milestone": "", "preview": "1"}
    for header, times in (({}, 1), ({"HX-Request": "true"}, 2)):
        page = client.post(f"{PAGE}{DELAY}new/", data, headers=header)
        assert (page.status_code, page.content.decode().count('class="nv-errors"')) == (422, times)


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("milestone", {"milestone": ""}),
        ("milestone", {"milestone": "treated"}),
        ("resumes", {"resumes": "put-off"}),
        ("longer_than", {"longer_than": "3"}),
        ("longer_than", {"longer_than": "-1", "policy": "explain"}),
        ("id", {"id": "a b"}),
        ("id", {"id": "new"}),
        ("policy", {"policy": "forget"}),
        ("milestone", {"milestone": "nowhere"}),
    ],
)
def test_a_delay_rule_that_cannot_be_used_is_refused_at_its_field(
    edition: Edition, field: str, fields: dict[str, str], now: datetime
) -> None:
    refused = post(browser(OWNER, now), f"{DELAY}new/", **{**WISH, **fields})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert pathway_of(edition) == held().pathway


def test_a_second_rule_with_the_same_effect_and_beginning_is_refused(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    saved(client, f"{DELAY}new/", **WISH)
    twice = post(client, f"{DELAY}new/", **{**WISH, "id": "to"})
    assert list(twice.context["form"].errors) == ["policy"]
    same_name = post(client, f"{DELAY}new/", **{**WISH, "policy": "none"})
    assert list(same_name.context["form"].errors) == ["id"]


def test_a_data_rule_is_added_placed_changed_and_removed(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    saved(client, f"{RULE}new/", **REFERRAL)
    rule = DataRule(
        "henvisning",
        "X0",
        "referred",
        Match(FactKind.REFERRAL, states=("active", "completed"), what=(CodeGroup("icd-10", ("C50", "D05")),)),
        (DateField.RECEIVED, DateField.AUTHORED),
        Strength.HIGH,
        Text("Mottatt", "Motteken", "Received"),
        Source("Kodeveileder", "read"),
        absent=("X0",),
    )
    assert pathway_of(edition).derivations == (rule,)
    first = REFERRAL | {"id": "", "code": "", "point": "biopsi", "kind": "specimen", "what": "", "position": "0"}
    saved(client, f"{RULE}new/", **first)
    assert [one.id for one in pathway_of(edition).derivations] == ["biopsi-specimen", "henvisning"]
    assert "foreslås X0 «referred»" in client.get(f"{PAGE}pathway/").content.decode()
    saved(client, f"{RULE}henvisning/", position="0", strength="medium")
    assert [one.id for one in pathway_of(edition).derivations] == ["henvisning", "biopsi-specimen"]
    for id in ("henvisning", "biopsi-specimen"):
        saved(client, f"{RULE}{id}/", remove="on", confirm="on")
    assert pathway_of(edition) == held().pathway


@pytest.mark.parametrize(
    ("errors", "fields"),
    [
        ({"absent"}, {"absent": ""}),
        ({"absent"}, {"absent": "Z9"}),
        ({"absent", "expected"}, {"absent": "X0, Z9", "expected": "Z8 #biopsi"}),
        ({"date-1"}, {"date-1": ""}),
        ({"date-1", "what", "absent"}, {"date-1": "", "what": "icd-10 C50", "absent": "Z9"}),
        ({"why_nn"}, {"why_nn": " "}),
        ({"what"}, {"what": "icd-10 C50"}),
        ({"point"}, {"code": ""}),
        ({"source-title"}, {"source-title": ""}),
        ({"source-url"}, {"source-url": "javascript:alert(1)"}),
        ({"least_age"}, {"least_age": "-1"}),
        ({"code"}, {"code": "Z9"}),
    ],
)
def test_a_data_rule_that_lint_would_refuse_is_refused_at_its_field(
    edition: Edition, errors: set[str], fields: dict[str, str], now: datetime
) -> None:
    refused = post(browser(OWNER, now), f"{RULE}new/", **{**REFERRAL, **fields})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, errors)


def test_a_clock_is_made_changed_and_removed(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    fields = {"title_nb": "Fra oppmøte til slutt", "start-milestone": "met", "stop-milestone": "treated"}
    saved(client, "edit/clock/new/", **fields)
    made = pathway_of(edition).clocks[-1]
    assert (made.id, [branch.limit for branch in made.branches]) == ("fra-oppmote-til-slutt", [None])
    change = {"stop-pick": "nth", "stop-nth": "2", "after_start": "on", "attribute_to": "treating"}
    note = {"footnote-1_nb": "Kortere for barn", "footnote-1-source-title": "Kilden"}
    saved(client, f"edit/clock/{made.id}/", **change, **note)
    clock = pathway_of(edition).clocks[-1]
    assert (clock.stop.pick, clock.stop.nth, clock.stop.after_start) == (Pick.NTH, 2, True)
    assert [one.text.nb for one in clock.footnotes] == ["Kortere for barn"]
    page = client.get(f"{PAGE}pathway/").content.decode()
    assert "til registrering nummer 2 av treated etter starten" in page
    saved(client, f"edit/clock/{made.id}/", remove="on", confirm="on")
    assert pathway_of(edition) == held().pathway
    part = post(client, "edit/clock/OF1/", remove="on", confirm="on")
    assert part.status_code == 422
    assert "OF4" in str(part.context["form"].non_field_errors())


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("start-nth", {"start-nth": "2"}),
        ("start-since", {"start-since": "referred"}),
        ("repeats", {"repeats": "on", "stop-pick": "last"}),
        ("parts", {"parts": ["OF2", "OF4"]}),
        ("footnote-1-source-title", {"footnote-1_nb": "Kortere"}),
        ("title_nb", {"title_nb": ""}),
    ],
)
def test_a_clock_that_cannot_run_is_refused_at_its_field(
    edition: Edition, field: str, fields: dict[str, Any], now: datetime
) -> None:
    refused = post(browser(OWNER, now), "edit/clock/OF1/", **fields)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])


def test_a_branch_is_placed_before_the_one_that_takes_everything(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    children = {"title_nb": "Barn", "most_age": "17", "counted": "on"}
    late = post(client, "edit/branch/OF4/new/", **children, position="1")
    assert list(late.context["form"].errors) == ["codes"]
    saved(client, "edit/branch/OF4/new/", **children, position="0")
    assert [one.id for one in pathway_of(edition).clock("OF4").branches] == ["barn", ""]
    saved(client, "edit/branch/OF4/-/", title_nb="Voksne")
    assert pathway_of(edition).clock("OF4").branches[1].title.nb == "Voksne"
    saved(client, "edit/branch/OF4/barn/", remove="on", confirm="on")
    only = post(client, "edit/branch/OF4/-/", remove="on", confirm="on")
    assert only.status_code == 422


def test_two_who_change_one_rule_lose_nothing(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    saved(client, f"{DELAY}new/", **WISH)
    mine = form_of(client, WISHED) | {"before": "met"}
    saved(client, WISHED, kind="medical")
    conflict = client.post(PAGE + WISHED, mine)
    assert conflict.status_code == 409
    form = conflict.context["form"]
    assert (form.data["kind"], form.data["before"]) == ("medical", "met")
    assert client.post(PAGE + WISHED, form.data.dict()).status_code == 302
    (rule,) = pathway_of(edition).clock("OF4").delays
    assert (rule.kind, rule.before) == (DelayKind.MEDICAL, "met")


def test_a_rule_that_somebody_removed_meanwhile_can_be_made_anew(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    saved(client, f"{DELAY}new/", **WISH)
    mine = form_of(client, WISHED) | {"kind": "medical", "save": "1"}
    saved(client, WISHED, remove="on", confirm="on")
    gone = client.post(PAGE + WISHED, mine)
    assert gone.status_code == 409
    assert gone.context["address"] == f"{PAGE}{DELAY}new/"
    again = gone.context["form"].data.dict()
    assert client.post(f"{PAGE}{DELAY}new/", again).status_code == 302
    assert [one.id for one in pathway_of(edition).clock("OF4").delays] == ["medical"]


def test_unsaved_words_of_a_rule_are_kept_for_their_writer(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = form_of(client, f"{RULE}new/") | {"why_nb": "Halvferdig", "keep": "1"}
    assert client.post(f"{PAGE}{RULE}new/", data).status_code == 302
    form = client.get(f"{PAGE}{RULE}new/?restore=1").context["form"]
    assert form.data["why_nb"] == "Halvferdig"


def test_only_who_may_write_in_the_draft_gets_in(edition: Edition, now: datetime) -> None:
    other = browser(actor_with(Role.NORM_OWNER, id="00000000-0000-4000-8000-00000000000a"), now)
    for address in ("pathway/", f"{DELAY}new/", f"{RULE}new/", "edit/clock/OF1/", "edit/underway/"):
        assert other.get(PAGE + address).status_code == 403, address
    assert other.post(f"{PAGE}{DELAY}new/", WISH).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["edit/delay/", "edit/delay/OF4/", "edit/delay/OF9/new/", "edit/clock/", "edit/head/OF4/new/", "edit/clock/OF4/new/"],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_not_found(edition: Edition, address: str, now: datetime) -> None:
    assert browser(OWNER, now).get(PAGE + address).status_code == 404
