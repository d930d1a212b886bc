"""The forms of a pathway write what a person would write in JSON, lose nothing they do not show, and refuse at the field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec.structs import replace

from normverk.govern.catalogue.pathway_forms.base import PathwayPartForm
from normverk.govern.catalogue.pathway_forms.clock_forms import (
    BranchForm,
    ClockForm,
    UnderwayForm,
    branch_initial,
    clock_initial,
    underway_initial,
)
from normverk.govern.catalogue.pathway_forms.data_rule_form import DataRuleForm, data_rule_initial
from normverk.govern.catalogue.pathway_forms.delay_form import DelayForm, delay_initial
from normverk.norm.conditions import AgeCondition, Finding, FindingCondition, FindingValue
from normverk.norm.days import Unit
from normverk.norm.delays import DelayKind, DelayPolicy, DelayRule
from normverk.norm.derivation import CodeGroup, DataRule, DateField, FactKind, Match, OrgField, Strength
from normverk.norm.pathway import (
    AtEnd,
    Attribution,
    Branch,
    Clock,
    CutOver,
    Footnote,
    PathwayDefinition,
    Pick,
    Selector,
)
from normverk.norm.pathway_faults import faults
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.publish.default_rules import CODE_SYSTEM, prefixes, rules_for
from tests.norm.examples import breast, milestone
from tests.norm.pathway_strategies import pathway_definitions

BEGUN = {"begun_from": "0" * 64, "reason": ""}
GRADE = Finding("grad", Text("Grad"), (FindingValue("G1", Text("G1"), ("G1",)), FindingValue("G3", Text("G3"), ("G3",))))  # fmt: skip


def pathway() -> PathwayDefinition:
    """The example with milestones for delays and a finding."""
    held = breast()
    points = (*held.milestones, milestone("P", "P"), milestone("R", "R"), milestone("Q", "Q"))
    return replace(held, milestones=points, findings=(GRADE,))


def decoded(definition: PathwayDefinition, change: Any) -> PathwayDefinition:
    """The pathway after a person has changed its JSON by hand."""
    plain = msgspec.json.decode(msgspec.json.encode(definition))
    change(plain)
    return msgspec.json.decode(msgspec.json.encode(plain), type=PathwayDefinition)


def sent(initial: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a browser sends of a form: nothing for a box that is not ticked, one kind of line end."""
    fields = {**BEGUN, **initial, **more}
    return {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in fields.items()
        if value is not None
    }


def made(form: PathwayPartForm) -> PathwayDefinition:
    """The pathway that the form makes; what it refuses fails the test."""
    assert form.is_valid(), form.errors
    assert form.after is not None
    return form.after


named = st.sampled_from(("P", "R", "Q"))
delay_rules: SearchStrategy[DelayRule] = st.builds(
    DelayRule,
    id=st.sampled_from(("wish", "regel.2", "æ-1")),
    policy=st.sampled_from(DelayPolicy),
    milestone=st.just("") | named,
    resumes=st.just("") | named,
    before=st.just("") | named,
    longer_than=st.integers(0, 400),
    unit=st.sampled_from(Unit),
    kind=st.sampled_from(DelayKind),
)
code_lists = st.lists(st.sampled_from(("A", "S", "CK", "FK", "FM")), max_size=3, unique=True).map(tuple)
tokens = st.lists(st.text("ABCabc019.-", min_size=1, max_size=6), max_size=3).map(tuple)
groups = st.lists(
    st.builds(CodeGroup, system=st.sampled_from(("icd-10", "urn:oid:2.16.578.1", "atc")), prefixes=tokens), max_size=2
).map(tuple)
written = st.text("abc æøå «»{}|\n", min_size=1, max_size=9).map(str.strip).filter(bool)
sources = st.builds(
    Source,
    title=written,
    basis=st.sampled_from(("read", "derived", "own")),
    url=st.sampled_from(("", "https://example.org/a")),
    note=st.just("") | written,
)
ages = st.none() | st.integers(0, 120)
matches = st.builds(
    Match,
    kind=st.sampled_from(FactKind),
    **dict.fromkeys(("what", "not_what", "about", "not_about"), groups),
    **dict.fromkeys(("states", "urgencies", "categories", "not_categories"), tokens),
    **dict.fromkeys(("asked_by_roles", "not_asked_by_roles"), tokens),
    **dict.fromkeys(("about_nothing", "same_referral", "no_referral"), st.booleans()),
    elsewhere=st.none() | st.booleans(),
    least_age=ages,
    most_age=ages,
)


@st.composite
def data_rules(draw: st.DrawFn) -> DataRule:
    """A rule that can be used on the example: with codes it has, a date, an end and a reason."""
    code = draw(st.sampled_from(("", "A", "S", "FM")))
    lists = {name: draw(code_lists) for name in ("present", "not_after", "absent_here", "expected")}
    return DataRule(
        id=draw(st.sampled_from(("regel", "A-1"))),
        code=code,
        milestone={"": "biopsi", "FM": "F"}.get(code, code),
        match=draw(matches),
        dates=draw(st.lists(st.sampled_from(DateField), min_size=1, unique=True).map(tuple)),
        strength=draw(st.sampled_from(Strength)),
        why=Text(draw(written), draw(written), draw(written)),
        source=draw(sources),
        org=draw(st.sampled_from(OrgField)),
        treatment=draw(st.sampled_from(("", "kirurgi"))),
        absent=draw(code_lists.filter(bool)),
        **lists,
    )


def sound(rule: DelayRule) -> DelayRule:
    """The rule with what makes it unusable mended."""
    milestone = rule.milestone or ("P" if rule.policy not in {DelayPolicy.NONE, DelayPolicy.EXPLAIN} else "")
    return replace(
        rule,
        milestone=milestone,
        resumes="" if rule.resumes == milestone else rule.resumes,
        longer_than=rule.longer_than if rule.policy is DelayPolicy.EXPLAIN else 0,
    )


def with_delay(rule: DelayRule) -> PathwayDefinition:
    """The pathway after a person has written the rule in its JSON."""
    return decoded(pathway(), lambda plain: plain["clocks"][0]["delays"].append(msgspec.to_builtins(rule)))


def delay_form(held: PathwayDefinition, rule: DelayRule | None, data: dict[str, Any]) -> DelayForm:
    """The form of a rule of the first clock, sent."""
    return DelayForm(sent(data), definition=held, clock=held.clocks[0], rule=rule)


@given(delay_rules.map(sound), delay_rules.map(sound))
def test_a_delay_rule_written_in_the_form_is_the_one_written_in_json(first: DelayRule, second: DelayRule) -> None:
    assert made(delay_form(pathway(), None, {**delay_initial(first), "id": first.id})) == with_delay(first)
    changed = replace(second, id=first.id)
    assert made(delay_form(with_delay(first), first, delay_initial(changed))) == with_delay(changed)
    removed = {**delay_initial(first), "remove": "on", "confirm": "on"}
    assert made(delay_form(with_delay(first), first, removed)) == pathway()


@given(delay_rules)
def test_the_form_refuses_exactly_the_delay_rules_that_an_engine_refuses(rule: DelayRule) -> None:
    form = delay_form(pathway(), None, {**delay_initial(rule), "id": rule.id})
    assert form.is_valid() is not bool(faults(with_delay(rule)))
    assert "__all__" not in form.errors


@given(data_rules(), data_rules())
def test_a_data_rule_written_in_the_form_is_the_one_written_in_json(first: DataRule, second: DataRule) -> None:
    definition = pathway()

    def in_json(*rules: DataRule) -> PathwayDefinition:
        return decoded(definition, lambda plain: plain["derivations"].extend(msgspec.to_builtins(one) for one in rules))

    def form(held: PathwayDefinition, rule: DataRule | None, data: dict[str, Any]) -> DataRuleForm:
        return DataRuleForm(sent(data), definition=held, rule=rule)

    def fields(rule: DataRule, at: int) -> dict[str, Any]:
        return {**data_rule_initial(in_json(rule), rule), "position": str(at)}

    assert made(form(definition, None, {**fields(first, 0), "id": first.id})) == in_json(first)
    changed = replace(second, id=first.id)
    assert made(form(in_json(first), first, fields(changed, 0))) == in_json(changed)
    other = replace(second, id="annen")
    before_it = form(in_json(first), None, {**fields(other, 0), "id": "annen"})
    assert made(before_it) == in_json(other, first)


selectors = st.builds(
    Selector,
    milestone=st.sampled_from(("A", "S", "F")),
    pick=st.sampled_from(Pick),
    nth=st.integers(1, 4),
    since=st.just("") | named,
)
footnotes = st.lists(st.builds(Footnote, text=st.builds(Text, nb=written, en=written), source=sources), max_size=2)


@given(
    start=selectors,
    stop=selectors,
    after=st.booleans(),
    repeats=st.booleans(),
    attributed=st.sampled_from(Attribution),
    parts=st.sampled_from(((), ("OF2",), ("OF2", "OF3"))),
    notes=footnotes,
)
def test_a_clock_written_in_the_form_is_the_one_written_in_json(
    start: Selector, stop: Selector, after: bool, repeats: bool, attributed: Attribution, parts: Any, notes: Any
) -> None:
    definition = pathway()
    clock = definition.clocks[0]
    wanted = replace(
        clock,
        start=start,
        stop=replace(stop, after_start=after),
        repeats=repeats,
        attribute_to=attributed,
        parts=parts,
        footnotes=tuple(notes),
    )
    in_json = decoded(definition, lambda plain: plain["clocks"].__setitem__(0, msgspec.to_builtins(wanted)))
    empty = replace(clock, footnotes=tuple(Footnote(Text(""), Source("", "own")) for _ in notes))
    before = replace(definition, clocks=(empty, *definition.clocks[1:]))
    form = ClockForm(sent(clock_initial(wanted)), definition=before, clock=empty)
    assert form.is_valid() is not bool(faults(in_json))
    if form.is_valid():
        assert made(form) == in_json


@given(
    codes=st.sampled_from(((), ("FK",), ("FK", "FM"))),
    counted=st.booleans(),
    age=st.none() | st.builds(AgeCondition, least=st.integers(0, 60), most=st.none() | st.integers(60, 120)),
    grades=st.sampled_from(((), ("G1",), ("G1", "G3"))),
    at=st.sampled_from((0, 1, 2)),
)
def test_a_branch_written_in_the_form_is_the_one_written_in_json(
    codes: Any, counted: bool, age: AgeCondition | None, grades: Any, at: int
) -> None:
    definition = pathway()
    when = (*((age,) if age else ()), *((FindingCondition("grad", grades),) if grades else ()))
    branch = Branch("ny", Text("Ny", "Ny", "New"), codes, counted=counted, when=when)
    in_json = decoded(definition, lambda plain: plain["clocks"][2]["branches"].insert(at, msgspec.to_builtins(branch)))
    clock = definition.clocks[2]
    data = branch_initial(in_json, in_json.clocks[2], branch) | {"id": "ny", "position": str(at)}
    form = BranchForm(sent(data), definition=definition, clock=clock, branch=None)
    assert form.is_valid() is not bool(faults(in_json))
    if form.is_valid():
        assert made(form) == in_json


@pytest.mark.parametrize("cut_over", CutOver)
@pytest.mark.parametrize("at_end", AtEnd)
def test_who_is_under_way_is_written_as_in_json(cut_over: CutOver, at_end: AtEnd) -> None:
    wanted = replace(pathway(), cut_over=cut_over, at_end=at_end, exclusive="kreft")
    assert made(UnderwayForm(sent(underway_initial(wanted)), definition=pathway())) == wanted


def all_forms(definition: PathwayDefinition) -> Iterator[PathwayPartForm]:
    """Every form of the pathway, sent as it stands."""
    yield UnderwayForm(sent(underway_initial(definition)), definition=definition)
    for rule in definition.derivations:
        yield DataRuleForm(sent(data_rule_initial(definition, rule)), definition=definition, rule=rule)
    for clock in definition.clocks:
        yield ClockForm(sent(clock_initial(clock)), definition=definition, clock=clock)
        for branch in clock.branches:
            data = sent(branch_initial(definition, clock, branch))
            yield BranchForm(data, definition=definition, clock=clock, branch=branch)
        for delay in clock.delays:
            yield DelayForm(sent(delay_initial(delay)), definition=definition, clock=clock, rule=delay)


@given(pathway_definitions())
def test_what_nobody_touched_is_kept_to_the_letter(definition: PathwayDefinition) -> None:
    """Whatever stands in a pathway, saving a form of it either changes nothing or is refused."""
    for form in all_forms(definition):
        if form.is_valid():
            assert form.after == definition, type(form)


@pytest.mark.parametrize("prefix", prefixes())
def test_the_rules_of_every_cancer_pathway_can_be_opened_and_saved_unchanged(prefix: str) -> None:
    rules = rules_for(prefix)
    points = tuple(milestone(station.id, *station.codes) for station in rules.stations)
    definition = replace(breast(), code_system=CODE_SYSTEM, milestones=points, clocks=(), derivations=rules.rules)
    forms = list(all_forms(definition))
    assert len(forms) == len(rules.rules) + 1
    for form in forms:
        assert made(form) == definition


def test_conditions_the_form_cannot_show_are_left_as_they_are() -> None:
    definition = pathway()
    odd = (AgeCondition(18), AgeCondition(None, 60))
    branch = replace(definition.clocks[2].branches[0], when=odd)
    clock: Clock = replace(definition.clocks[2], branches=(branch, *definition.clocks[2].branches[1:]))
    held = replace(definition, clocks=(*definition.clocks[:2], clock, definition.clocks[3]))
    data = branch_initial(held, clock, branch) | {"title_nb": "Operasjon"}
    form = BranchForm(sent(data), definition=held, clock=clock, branch=branch)
    assert form.untouched
    (changed, _) = made(form).clocks[2].branches
    assert (changed.title.nb, changed.when) == ("Operasjon", odd)
