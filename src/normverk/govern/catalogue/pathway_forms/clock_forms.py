"""The forms of a clock, of one of its branches, and of what becomes of patients who are under way."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from msgspec.structs import replace

from normverk.base.languages import current_language, say
from normverk.govern.catalogue.editing import free_id
from normverk.govern.catalogue.forms import Group
from normverk.govern.catalogue.pathway_forms.base import PathwayPartForm, footnotes_initial, text_initial
from normverk.govern.catalogue.pathway_forms.placing import put_branch, put_clock
from normverk.norm.clock_sentences import AT_THE_END, ATTRIBUTED, UNDER_WAY, clock_sentence
from normverk.norm.conditions import YEARS_LIVED_AT_MOST, AgeCondition, Condition, FindingCondition
from normverk.norm.pathway import AtEnd, Attribution, Branch, Clock, CutOver, PathwayDefinition, Pick, Selector
from normverk.norm.pathway_faults import Fault
from normverk.norm.text import LANGUAGES, Text

_SELECTOR: Final = ("milestone", "pick", "nth", "since")
_NAMELESS: Final = Branch("", Text(nb=""))


class ClockForm(PathwayPartForm):
    """A clock: what starts and stops it, to whom the result belongs, what it is the sum of, and its exceptions in words."""

    prefix_of_keys: ClassVar[str] = "clock"

    def __init__(self, *args: Any, definition: PathwayDefinition, clock: Clock | None, **kwargs: Any) -> None:
        super().__init__(*args, definition=definition, fresh=clock is None, **kwargs)
        self.clock = clock
        self.made: Clock | None = None
        self.add_texts("title", say(self.key("title")), rows=1, required=True)
        for end in ("start", "stop"):
            self._add_selector(end, getattr(clock, end) if clock else None)
        self.add_yes("after_start")
        self.add_yes("repeats")
        language = current_language()
        belongs = [(one.value, ATTRIBUTED[one].in_language(language)) for one in Attribution]
        self.add_choice("attribute_to", belongs, radio=True)
        others = [(one.id, one.title.in_language(language) or one.id) for one in definition.clocks if one is not clock]
        known = {id for id, _ in others}
        others += [(id, id) for id in (clock.parts if clock else ()) if id not in known]
        if others:
            self.add_several("parts", others)
        self.add_footnotes(clock.footnotes if clock else ())
        self.add_removal()

    def _add_selector(self, end: str, held: Selector | None) -> None:
        self.add_milestone(f"{end}-milestone", held.milestone if held else "")
        self.add_choice(f"{end}-pick", [(one.value, say(f"pathway-form.pick.{one.value}")) for one in Pick])
        self.add_number(f"{end}-nth", least=1)
        self.add_milestone(f"{end}-since", held.since if held else "", empty_key="pathway-form.clock.from-beginning")

    def groups(self) -> tuple[Group, ...]:
        """Its name, what starts it, what stops it, the rest, and each exception."""
        name = ("id", *(f"title_{language}" for language in LANGUAGES))
        start, stop = ([f"{end}-{part}" for part in _SELECTOR] for end in ("start", "stop"))
        named = (("name", name), ("start", start), ("stop", [*stop, "after_start"]))
        rest = self.group("pathway-form.clock.result", ("repeats", "attribute_to", "parts"))
        made = tuple(self.group(f"pathway-form.clock.{key}", fields) for key, fields in named)
        return (*made, rest, *self.footnote_groups(), *self.removal_group())

    def make(self) -> None:
        """Makes the clock and puts it into the pathway; a new one has one branch, and no limit yet."""
        data, clock = self.cleaned_data, self.clock
        if self.removing and clock is not None:
            self.after = put_clock(self.definition, clock.id, None)
            self.refuse(f"clocks/{clock.id}", lambda fault: None)
            return
        self.check_footnotes()
        if self.errors:
            return
        id = clock.id if clock else data["id"] or free_id(data["title_nb"], (one.id for one in self.definition.clocks))
        if clock is None and any(one.id == id for one in self.definition.clocks):
            self.add_error("id", say("pathway-form.fault.id-twice", detail=id))
            return
        self.made = Clock(
            id=id,
            title=self.text("title", clock.title) if clock else self.text("title"),
            start=self._selector("start", clock.start.after_start if clock else False),
            stop=self._selector("stop", data["after_start"]),
            branches=clock.branches if clock else (_NAMELESS,),
            parts=self._parts(),
            attribute_to=Attribution(data["attribute_to"]),
            delays=clock.delays if clock else (),
            repeats=data["repeats"],
            footnotes=self.made_footnotes(),
        )
        self.after = put_clock(self.definition, id, self.made)
        self.refuse(f"clocks/{id}", self._field)

    def _parts(self) -> tuple[str, ...]:
        chosen, held = self.cleaned_data.get("parts", []), self.clock.parts if self.clock else ()
        return held if set(chosen) == set(held) else tuple(chosen)

    def _selector(self, end: str, after_start: bool) -> Selector:
        data = {part: self.cleaned_data[f"{end}-{part}"] for part in _SELECTOR}
        return Selector(data["milestone"], Pick(data["pick"]), data["nth"] or 1, data["since"], after_start)

    def _field(self, fault: Fault) -> str | None:
        end = fault.place.rpartition("/")[2]
        if end in {"start", "stop"}:
            if fault.kind == "unknown-milestone":
                return f"{end}-{'since' if fault.detail == self.cleaned_data[f'{end}-since'] else 'milestone'}"
            return {"since-itself": f"{end}-since", "impossible-nth": f"{end}-nth"}.get(fault.kind)
        if fault.kind in {"repeats-only-from-first-to-first", "repeats-and-starts-anew"}:
            return "repeats"
        if fault.kind in {"not-a-code-of-the-stop", "delay-is-another-milestone"}:
            return "stop-milestone"
        return "parts" if end == "parts" else None

    def sentences(self) -> tuple[Text, ...]:
        """From what to what it runs, in plain words."""
        return (clock_sentence(self.made, self.definition),) if self.made else ()


def clock_initial(clock: Clock | None) -> dict[str, Any]:
    """What the form of a clock shows at first."""
    if clock is None:
        return {"start-pick": "first", "stop-pick": "first", "attribute_to": "starter", **footnotes_initial(())}
    ends: dict[str, Any] = {}
    for end, selector in (("start", clock.start), ("stop", clock.stop)):
        nth = selector.nth if selector.pick is Pick.NTH or selector.nth != 1 else ""
        ends |= {f"{end}-milestone": selector.milestone, f"{end}-pick": selector.pick.value, f"{end}-nth": nth}
        ends[f"{end}-since"] = selector.since
    return {
        **text_initial("title", clock.title),
        **ends,
        "after_start": "on" if clock.stop.after_start else "",
        "repeats": "on" if clock.repeats else "",
        "attribute_to": clock.attribute_to.value,
        "parts": list(clock.parts),
        **footnotes_initial(clock.footnotes),
    }


class BranchForm(PathwayPartForm):
    """A branch of a clock: for which codes, ages and findings it holds, and its exceptions in words."""

    prefix_of_keys: ClassVar[str] = "branch"

    def __init__(
        self, *args: Any, definition: PathwayDefinition, clock: Clock, branch: Branch | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, definition=definition, fresh=branch is None, **kwargs)
        self.clock, self.branch = clock, branch
        self.untouched: list[tuple[str, str]] = []
        self.add_texts("title", say(self.key("title")), rows=1, required=False)
        stop = next((one for one in definition.milestones if one.id == clock.stop.milestone), None)
        codes = [(one.code, f"{one.code} – {one.display}") for one in (stop.codes if stop else ())]
        codes += [(code, code) for code in (branch.codes if branch else ()) if code not in dict(codes)]
        if codes:
            self.add_several("codes", codes)
        self.add_yes("counted")
        if carried(definition, branch):
            self._add_conditions()
        else:
            self.untouched.append((say("pathway-form.branch.when"), say("pathway-form.branch.only-json")))
        others = [one for one in clock.branches if one is not branch]
        self.add_position((one.id, one.title.in_language(current_language())) for one in others)
        self.add_footnotes(branch.footnotes if branch else ())
        self.add_removal()

    def _add_conditions(self) -> None:
        for name in ("least_age", "most_age"):
            self.add_number(name, most=YEARS_LIVED_AT_MOST)
        language = current_language()
        for number, finding in enumerate(self.definition.findings):
            title = finding.title.in_language(language) or finding.id
            values = [(one.id, one.title.in_language(language) or one.id) for one in finding.values]
            self.add_several(f"finding-{number}", values, label=say("pathway-form.branch.finding", finding=title))

    def groups(self) -> tuple[Group, ...]:
        """What it is called, what it is for, and each exception."""
        name = ("id", *(f"title_{language}" for language in LANGUAGES), "counted")
        findings = [f"finding-{number}" for number in range(len(self.definition.findings))]
        return (
            self.group("pathway-form.branch.name", name),
            self.group("pathway-form.branch.when", ("codes", "least_age", "most_age", *findings, "position")),
            *self.footnote_groups(),
            *self.removal_group(),
        )

    def make(self) -> None:
        """Makes the branch and puts it into the clock; its limit stays, and stands in the form of limits."""
        data, held = self.cleaned_data, self.branch
        if self.removing and held is not None:
            self.after = put_branch(self.definition, self.clock, held.id, None)
            self.refuse(f"clocks/{self.clock.id}", lambda fault: None)
            return
        self.check_footnotes()
        taken = [one.id for one in self.clock.branches]
        id = held.id if held else data["id"] or free_id(data["title_nb"], taken)
        if held is None and id in taken:
            self.add_error("id", say("pathway-form.fault.id-twice", detail=id))
        if self.errors:
            return
        chosen, codes = data.get("codes", []), held.codes if held else ()
        made = Branch(
            id=id,
            title=self.text("title", held.title) if held else self.text("title"),
            codes=codes if set(chosen) == set(codes) else tuple(chosen),
            limit=held.limit if held else None,
            counted=data["counted"],
            when=self._when(),
            footnotes=self.made_footnotes(),
        )
        self.after = put_branch(self.definition, self.clock, id, made, int(data["position"]))
        self.refuse(f"clocks/{self.clock.id}/branches/{id}", self._field)

    def _when(self) -> tuple[Condition, ...]:
        held = self.branch.when if self.branch else ()
        if self.untouched:
            return held
        data = self.cleaned_data
        least, most = data["least_age"], data["most_age"]
        made: list[Condition] = [] if least is None and most is None else [AgeCondition(least, most)]
        for number, finding in enumerate(self.definition.findings):
            chosen = data[f"finding-{number}"]
            if chosen:
                made.append(FindingCondition(finding.id, tuple(chosen)))
        return held if _comparable(made) == _comparable(held) else tuple(made)

    def _field(self, fault: Fault) -> str | None:
        if fault.kind == "never-reached":
            return "codes"
        if fault.place.endswith("/when"):
            return "most_age" if fault.kind == "impossible-age" else None
        return "codes" if fault.kind == "not-a-code-of-the-stop" else None


def carried(definition: PathwayDefinition, branch: Branch | None) -> bool:
    """True when the form can write the branch's conditions: at most one of age and one of each finding, none empty."""
    known = {one.id: {value.id for value in one.values} for one in definition.findings}
    on = []
    for condition in branch.when if branch else ():
        if isinstance(condition, AgeCondition):
            on.append("")
            if condition == AgeCondition():
                return False
        else:
            on.append(f"/{condition.finding}")
            if not condition.values or not set(condition.values) <= known.get(condition.finding, set()):
                return False
    return len(on) == len(set(on)) and len(known) == len(definition.findings)


def branch_initial(definition: PathwayDefinition, clock: Clock, branch: Branch | None) -> dict[str, Any]:
    """What the form of a branch shows at first."""
    if branch is None:
        return {"counted": "on", "position": str(len(clock.branches)), **footnotes_initial(())}
    initial: dict[str, Any] = {
        "position": str(clock.branches.index(branch)),
        **text_initial("title", branch.title),
        "codes": list(branch.codes),
        "counted": "on" if branch.counted else "",
        **footnotes_initial(branch.footnotes),
    }
    numbers = {finding.id: number for number, finding in enumerate(definition.findings)}
    for condition in branch.when if carried(definition, branch) else ():
        if isinstance(condition, AgeCondition):
            ages = {"least_age": condition.least, "most_age": condition.most}
            initial |= {name: "" if age is None else age for name, age in ages.items()}
        else:
            initial[f"finding-{numbers[condition.finding]}"] = list(condition.values)
    return initial


def _comparable(conditions: Any) -> set[Any]:
    """Conditions without their order and the order of answers, neither of which means anything."""
    return {(one.finding, frozenset(one.values)) if isinstance(one, FindingCondition) else one for one in conditions}


class UnderwayForm(PathwayPartForm):
    """What becomes of patients who are under way when the edition takes over and when it ends."""

    prefix_of_keys: ClassVar[str] = "underway"

    def __init__(self, *args: Any, definition: PathwayDefinition, **kwargs: Any) -> None:
        super().__init__(*args, definition=definition, fresh=False, **kwargs)
        language = current_language()
        cut_over = [(one.value, UNDER_WAY[one].in_language(language)) for one in CutOver]
        self.add_choice("cut_over", cut_over, radio=True)
        self.add_choice("at_end", [(one.value, AT_THE_END[one].in_language(language)) for one in AtEnd], radio=True)
        self.add_words("exclusive", help_key="pathway-form.underway.exclusive-help", longest=200)

    def make(self) -> None:
        """Makes the pathway with these answers."""
        data, held = self.cleaned_data, self.definition
        self.after = replace(
            held,
            cut_over=CutOver(data["cut_over"]),
            at_end=AtEnd(data["at_end"]),
            exclusive=self.word("exclusive", held.exclusive),
        )


def underway_initial(definition: PathwayDefinition) -> dict[str, Any]:
    """What the form shows at first."""
    return {
        "cut_over": definition.cut_over.value,
        "at_end": definition.at_end.value,
        "exclusive": definition.exclusive,
    }
