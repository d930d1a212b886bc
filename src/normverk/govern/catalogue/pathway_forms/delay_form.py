"""The form of one delay rule of a clock: which registrations are a delay, why, how long, and what it does."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from normverk.base.languages import current_language, say
from normverk.govern.catalogue.editing import free_id
from normverk.govern.catalogue.pathway_forms.base import PathwayPartForm
from normverk.govern.catalogue.pathway_forms.placing import put_delay
from normverk.norm.change_names import CODES
from normverk.norm.days import Unit
from normverk.norm.delay_words import POLICY_WORDS, delay_sentence
from normverk.norm.delays import DelayKind, DelayPolicy, DelayRule
from normverk.norm.pathway import Clock, PathwayDefinition
from normverk.norm.pathway_faults import Fault
from normverk.norm.text import Text

_FIELDS: Final = {
    "delay-without-milestone": "milestone",
    "delay-rule-twice": "policy",
    "length-only-explains": "longer_than",
    "negative": "longer_than",
    "repeats-and-starts-anew": "policy",
    "unit-cannot-be-subtracted": "policy",
    "id-twice": "id",
}
"""At which field each fault of a delay rule is told."""


class DelayForm(PathwayPartForm):
    """One delay rule of a clock."""

    prefix_of_keys: ClassVar[str] = "delay"
    explained_by = "pathway-form.policies"
    explained_at_once = True

    def __init__(
        self, *args: Any, definition: PathwayDefinition, clock: Clock, rule: DelayRule | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, definition=definition, fresh=rule is None, **kwargs)
        self.clock, self.rule = clock, rule
        self.made: DelayRule | None = None
        language = current_language()
        self.explained = tuple(
            (CODES[policy.value].in_language(language), POLICY_WORDS[policy].in_language(language))
            for policy in DelayPolicy
        )
        held = rule or DelayRule("x", DelayPolicy.NONE)
        self.add_milestone("milestone", held.milestone, empty_key="pathway-form.delay.uncoded")
        self.add_milestone("resumes", held.resumes, empty_key="pathway-form.delay.no-end")
        kinds = [(kind.value, CODES[kind.value].in_language(language)) for kind in DelayKind]
        self.add_choice("kind", kinds)
        self.add_choice("policy", [(p.value, w) for p, (w, _) in zip(DelayPolicy, self.explained, strict=True)])
        self.add_milestone("before", held.before, empty_key="pathway-form.delay.always")
        self.add_number("longer_than", help_key="pathway-form.delay.longer-help")
        self.add_choice("unit", [(unit.value, say(f"catalogue.unit.{unit}")) for unit in Unit])
        if self.fresh:
            self.fields["id"] = self.fields.pop("id")
        self.add_removal()

    def make(self) -> None:
        """Makes the rule and puts it into the clock."""
        data, rule = self.cleaned_data, self.rule
        if self.removing and rule is not None:
            self.after = put_delay(self.definition, self.clock, rule.id, None)
            return
        id = rule.id if rule else data["id"] or free_id(data["kind"], (one.id for one in self.clock.delays))
        self.made = DelayRule(
            id=id,
            policy=DelayPolicy(data["policy"]),
            milestone=data["milestone"],
            resumes=data["resumes"],
            before=data["before"],
            longer_than=data["longer_than"] or 0,
            unit=Unit(data["unit"]),
            kind=DelayKind(data["kind"]),
        )
        if rule is None and any(one.id == id for one in self.clock.delays):
            self.add_error("id", say("pathway-form.fault.id-twice", detail=id))
            return
        self.after = put_delay(self.definition, self.clock, id, self.made)
        self.refuse(f"clocks/{self.clock.id}/delays/{id}", self._field)

    def _field(self, fault: Fault) -> str | None:
        assert self.made is not None
        if fault.kind == "delay-is-another-milestone":
            return "resumes" if self.made.resumes == fault.detail else "milestone"
        if fault.kind == "unknown-milestone":
            return next((name for name in ("milestone", "resumes", "before") if getattr(self.made, name) == fault.detail), None)  # fmt: skip
        return _FIELDS.get(fault.kind)

    def sentences(self) -> tuple[Text, ...]:
        """What the rule does, in plain words."""
        return (delay_sentence(self.made, self.definition),) if self.made else ()


def delay_initial(rule: DelayRule | None) -> dict[str, Any]:
    """What the form of a delay rule shows at first."""
    if rule is None:
        return {"policy": "explain", "kind": "patient-wish", "unit": Unit.CALENDAR_DAYS.value}
    return {
        "milestone": rule.milestone,
        "resumes": rule.resumes,
        "kind": rule.kind.value,
        "policy": rule.policy.value,
        "before": rule.before,
        "longer_than": rule.longer_than or "",
        "unit": rule.unit.value,
    }
