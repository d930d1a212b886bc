"""The form of one data rule: what of the record it looks at, what it proposes, and when it keeps still."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

from normverk.base.languages import say
from normverk.govern.catalogue.editing import free_id
from normverk.govern.catalogue.forms import Group
from normverk.govern.catalogue.pathway_forms.base import (
    LONGEST,
    PathwayPartForm,
    source_initial,
    text_initial,
)
from normverk.govern.catalogue.pathway_forms.placing import put_data_rule
from normverk.norm.data_rule_words import data_rule_sentence
from normverk.norm.derivation import CodeGroup, DataRule, DateField, FactKind, Match, OrgField, Strength
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.pathway_faults import Fault
from normverk.norm.text import LANGUAGES, Text

GROUPS: Final = ("what", "not_what", "about", "not_about")
WORDS: Final = (
    "states",
    "urgencies",
    "categories",
    "not_categories",
    "asked_by_roles",
    "not_asked_by_roles",
)
FLAGS: Final = ("about_nothing", "same_referral", "no_referral")
COURSE: Final = ("absent", "absent_here", "present", "not_after", "expected")
AGES: Final = ("least_age", "most_age")
_DATES: Final = tuple(f"date-{number}" for number in range(1, len(DateField) + 1))
_ELSEWHERE: Final = {"": None, "yes": True, "no": False}
_PARTED: Final = re.compile(r"[\s,;]+")
_MOST_AGE: Final = 130
_SOURCE: Final = ("title", "basis", "url", "note")
_FIELDS: Final = {
    "no-date": "date-1",
    "proposes-for-ever": "absent",
    "reason-lacks-languages": "why_nb",
    "id-twice": "id",
}
"""At which field each fault of a data rule is told; an unknown code stands in one of several."""


class DataRuleForm(PathwayPartForm):
    """One data rule of the pathway."""

    prefix_of_keys: ClassVar[str] = "data-rule"
    explained_by = "pathway-form.codes"

    def __init__(self, *args: Any, definition: PathwayDefinition, rule: DataRule | None, **kwargs: Any) -> None:
        super().__init__(*args, definition=definition, fresh=rule is None, **kwargs)
        self.rule = rule
        self.made: DataRule | None = None
        self.shown = data_rule_initial(definition, rule)
        codes = [(code.code, code.display) for held in definition.milestones for code in held.codes]
        self.explained = tuple(codes)
        if rule is not None and rule.code and rule.code not in dict(codes):
            codes.append((rule.code, ""))
        named = [(code, f"{code} – {name}" if name else code) for code, name in codes]
        self.add_choice("kind", [(one.value, say(f"data-rule.kind.{one.value}")) for one in FactKind])
        for name in ("what", "about", "not_what", "not_about"):
            self.add_words(name, help_key="pathway-form.data-rule.group-help", longest=LONGEST, rows=2)
        for name in WORDS:
            self.add_words(name, help_key=f"pathway-form.data-rule.{name}-help", longest=LONGEST)
        for name in FLAGS:
            self.add_yes(name)
        self.add_choice("elsewhere", [(one, say(f"pathway-form.elsewhere.{one or 'any'}")) for one in _ELSEWHERE], required=False)  # fmt: skip
        for name in AGES:
            self.add_number(name, most=_MOST_AGE)
        self.add_choice("code", [("", say("data-rule.none")), *named], required=False)
        self.add_words("point", help_key="pathway-form.data-rule.point-help", longest=64)
        dates = [(one.value, say(f"data-rule.date.{one.value}")) for one in DateField]
        for name in _DATES:
            empty = "pathway-form.choose" if name == _DATES[0] else "pathway-form.no-more"
            self.add_choice(name, [("", say(empty)), *dates], required=False)
        self.add_choice("org", [(one.value, say(f"pathway-form.org.{one.value}")) for one in OrgField])
        self.add_words("treatment", help_key="pathway-form.data-rule.treatment-help", longest=64)
        self.add_choice("strength", [(one.value, say(f"data-rule.strength.{one.value}")) for one in Strength])
        for name in COURSE:
            self.add_words(name, help_key=f"pathway-form.data-rule.{name}-help", longest=LONGEST)
        self.add_texts("why", say("pathway-form.data-rule.why"), rows=2, required=False)
        self.add_source(
            "source", rule.source if rule else None, lambda part: say(f"pathway-form.data-rule.source-{part}")
        )
        self._require(rule)
        self.add_position((one.id, "") for one in definition.derivations if one is not rule)
        self.add_removal()

    def _require(self, rule: DataRule | None) -> None:
        """A rule is nothing without a date, a reason in every language and a source; what is missing is said as lint says it."""
        for name in ("date-1", "source-title", *(f"why_{language}" for language in LANGUAGES)):
            self.fields[name].required = name != "source-title" or rule is None or bool(rule.source.title.strip())
        self.fields["date-1"].error_messages["required"] = say("pathway-form.fault.no-date")
        self.fields["source-title"].error_messages["required"] = say("pathway-form.needs-source")
        for language in LANGUAGES:
            words = say("pathway-form.fault.reason-lacks-languages", detail=say(f"catalogue.language.{language}"))
            self.fields[f"why_{language}"].error_messages["required"] = words

    def groups(self) -> tuple[Group, ...]:
        """What the record must say, what is proposed, when it keeps still, and why."""
        course = (*COURSE, "position")
        why = (*(f"why_{language}" for language in LANGUAGES), *(f"source-{part}" for part in _SOURCE))
        asked = ("kind", "what", "about", "not_what", "not_about", *WORDS, *FLAGS, "elsewhere", *AGES)
        proposed = ("id", "code", "point", *_DATES, "org", "treatment", "strength")
        named = (("asked", asked), ("proposed", proposed), ("still", course), ("why-group", why))
        made = tuple(self.group(f"pathway-form.data-rule.{key}", names) for key, names in named)
        return (*made, *self.removal_group())

    def make(self) -> None:
        """Makes the rule and puts it in its place in the list."""
        rule, data = self.rule, self.cleaned_data
        if self.removing and rule is not None:
            self.after = put_data_rule(self.definition, rule.id, None)
            return
        self.check_source("source", rule.source if rule else None)
        if not data["code"] and not data["point"]:
            self.add_error("point", say("pathway-form.data-rule.needs-point"))
        groups = {name: self._groups(name) for name in GROUPS}
        if self.errors:
            return
        codes = (one.id for one in self.definition.derivations)
        id = rule.id if rule else data["id"] or free_id(f"{data['code'] or data['point']}-{data['kind']}", codes)
        if rule is None and any(one.id == id for one in self.definition.derivations):
            self.add_error("id", say("pathway-form.fault.id-twice", detail=id))
            return
        self.made = self._rule(id, groups)
        self.after = put_data_rule(self.definition, id, self.made, int(data["position"]))
        self.refuse(f"derivations/{id}", self._field)
        self._name_unknown_codes()

    def _rule(self, id: str, groups: dict[str, tuple[CodeGroup, ...]]) -> DataRule:
        data, held = self.cleaned_data, self.rule
        asked: dict[str, Any] = {**groups, **{name: self._list(name) for name in WORDS}}
        asked |= {name: data[name] for name in (*FLAGS, *AGES)}
        match = Match(kind=FactKind(data["kind"]), elsewhere=_ELSEWHERE[data["elsewhere"]], **asked)
        return DataRule(
            id=id,
            code=data["code"],
            milestone=self._point(),
            match=match,
            dates=self._dates(),
            strength=Strength(data["strength"]),
            why=self.text("why", held.why) if held else self.text("why"),
            source=self.source("source", held.source if held else None),
            org=OrgField(data["org"]),
            treatment=self.word("treatment", held.treatment if held else ""),
            **{name: self._list(name) for name in COURSE},
        )

    def _point(self) -> str:
        """The milestone that the code belongs to; for a point without a code what it is called."""
        code, held = self.cleaned_data["code"], self.rule
        if not code:
            return self.word("point", held.milestone if held and not held.code else "")
        if held is not None and held.code == code:
            return held.milestone
        milestone = self.definition.milestone_of(code)
        return milestone.id if milestone else code

    def _dates(self) -> tuple[DateField, ...]:
        chosen = [self.cleaned_data[name] for name in _DATES]
        if self.rule is not None and chosen == [self.shown[name] for name in _DATES]:
            return self.rule.dates
        return tuple(DateField(one) for one in dict.fromkeys(chosen) if one)

    def _list(self, name: str) -> tuple[str, ...]:
        """Words of a list, with blanks or commas between."""
        written, held = self.cleaned_data[name], self.rule
        if held is not None and _same(written, self.shown[name]):
            kept: tuple[str, ...] = getattr(held.match if name in WORDS else held, name)
            return kept
        return tuple(one for one in _PARTED.split(written) if one)

    def _groups(self, name: str) -> tuple[CodeGroup, ...]:
        """Groups of codes, one a line: the code system, and the beginnings of the codes after |."""
        written, held = self.cleaned_data[name], self.rule
        if held is not None and _same(written, self.shown[name]):
            kept: tuple[CodeGroup, ...] = getattr(held.match, name)
            return kept
        made = []
        for number, line in enumerate(written.splitlines(), 1):
            system, bar, codes = (one.strip() for one in line.partition("|"))
            if not line.strip():
                continue
            if not system or not bar or " " in system:
                self.add_error(name, say("pathway-form.data-rule.group-line", line=number))
                continue
            made.append(CodeGroup(system, tuple(one for one in _PARTED.split(codes) if one)))
        return tuple(made)

    def _field(self, fault: Fault) -> str | None:
        if fault.kind != "unknown-code":
            return _FIELDS.get(fault.kind)
        unknown = set(fault.detail.split(", "))
        assert self.made is not None
        if self.made.code in unknown:
            return "code"
        return next((name for name in COURSE if unknown & set(getattr(self.made, name))), None)

    def look(self) -> None:
        """Reads the lists although something else is wrong."""
        for name in GROUPS:
            if name in self.cleaned_data:
                self._groups(name)
        self._name_unknown_codes()

    def _name_unknown_codes(self) -> None:
        """Says at each list which of its codes the norm does not have: a fault names them all at the first."""
        known = {code.code for held in self.definition.milestones for code in held.codes}
        for name in COURSE:
            written = self._list(name) if name in self.cleaned_data else ()
            unknown = [one for one in written if one not in known and not one.startswith("#")]
            if unknown and name not in self.errors:
                self.add_error(name, say("pathway-form.fault.unknown-code", detail=", ".join(unknown)))

    def sentences(self) -> tuple[Text, ...]:
        """What the rule does, in plain words."""
        return (data_rule_sentence(self.made, self.definition),) if self.made else ()


def data_rule_initial(definition: PathwayDefinition, rule: DataRule | None) -> dict[str, Any]:
    """What the form of a data rule shows at first."""
    if rule is None:
        last = str(len(definition.derivations))
        return {"strength": "low", "org": "org", "kind": "referral", "source-basis": "read", "position": last}
    match = rule.match
    dates = [one.value for one in rule.dates] + [""] * len(_DATES)
    found = {one: key for key, one in _ELSEWHERE.items()}
    return {
        "kind": match.kind.value,
        **{name: _written(getattr(match, name)) for name in GROUPS},
        **{name: ", ".join(getattr(match, name)) for name in WORDS},
        **{name: "on" if getattr(match, name) else "" for name in FLAGS},
        **{name: "" if getattr(match, name) is None else getattr(match, name) for name in AGES},
        "elsewhere": found[match.elsewhere],
        "code": rule.code,
        "point": "" if rule.code else rule.milestone,
        **dict(zip(_DATES, dates, strict=False)),
        "org": rule.org.value,
        "treatment": rule.treatment,
        "strength": rule.strength.value,
        **{name: ", ".join(getattr(rule, name)) for name in COURSE},
        **text_initial("why", rule.why),
        **source_initial("source", rule.source),
        "position": str(definition.derivations.index(rule)),
    }


def _written(groups: tuple[CodeGroup, ...]) -> str:
    return "\n".join(f"{one.system} | {' '.join(one.prefixes)}".rstrip() for one in groups)


def _same(written: str, shown: str) -> bool:
    return written.replace("\r\n", "\n").strip() == shown.strip()
