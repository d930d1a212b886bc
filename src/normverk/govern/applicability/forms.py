"""The forms that write in the reference catalogue. What is left empty in actor, action and level is unknown."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from normverk.base.languages import say
from normverk.govern.applicability.actions import NewRow
from normverk.govern.applicability.asking import action_choices, actor_choices, choice_field, date_field
from normverk.govern.applicability.models import COLUMNS, STANCES, ApplicabilityRow, NormVersion
from normverk.govern.applicability.queries import case_facts
from normverk.norm.applicability import Action, Level
from normverk.norm.source import Source, web_address
from normverk.web.forms import TextForm

_DATES: Final = ("valid_from", "trial_until", "active_from", "phase_out_from", "valid_to", "stated_on")
_WORDS: Final = (("legal_basis", 300, 0), ("decided_by", 200, 0), ("decision", 20, 0), ("note", 2_000, 2))
HERE, ELSEWHERE = "here", "elsewhere"


def words_field(label: str, *, longest: int, rows: int = 0, required: bool = False, help: str = "") -> forms.CharField:
    """A line, or `rows` lines, of text."""
    attributes: dict[str, Any] = {"rows": rows, "dir": "auto"} if rows else {"dir": "auto"}
    return forms.CharField(
        label=say(label),
        help_text=say(help) if help else "",
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs=attributes) if rows else forms.TextInput(attrs=attributes),
        error_messages={
            "required": say("applicability.form.required"),
            "max_length": say("applicability.form.too-long", longest=longest),
        },
    )


class RowForm(TextForm):
    """A row: proposed by us, recorded of somebody else's decision, or put in the place of a wrong one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = [("", say("applicability.unknown"))]
        self.fields["actor"] = choice_field("applicability.field.for-actor", unknown + actor_choices(), required=False)
        self.fields["action"] = choice_field("applicability.field.action", unknown + action_choices(), required=False)
        levels = [(str(level), say(f"applicability.level.{level}")) for level in Level]
        self.fields["level"] = choice_field("applicability.field.level", unknown + levels, required=False)
        for name in _DATES:
            key = f"applicability.field.{name.replace('_', '-')}"
            self.fields[name] = date_field(key, f"{key}-help")
        self.fields["parallel"] = forms.BooleanField(label=say("applicability.field.parallel"), required=False)
        for name, longest, lines in _WORDS:
            self.fields[name] = words_field(
                f"applicability.field.{name.replace('_', '-')}", longest=longest, rows=lines
            )
        self.fields["source_title"] = words_field(
            "applicability.field.source-title", longest=300, required=True, help="applicability.field.source-title-help"
        )
        self.fields["source_url"] = words_field("applicability.field.source-url", longest=500)
        self.fields["reason"] = words_field(
            "applicability.field.reason", longest=2_000, rows=3, required=True, help="applicability.field.public"
        )

    def clean_decision(self) -> str:
        """A case we have, or none."""
        given: str = self.cleaned_data["decision"].strip()
        if given and not case_facts(given, "")[0]:
            raise forms.ValidationError(say("applicability.form.no-case"))
        return given

    def clean_source_url(self) -> str:
        """An address that can be followed, or none."""
        given: str = self.cleaned_data["source_url"].strip()
        if given and not web_address(given):
            raise forms.ValidationError(say("applicability.form.no-address"))
        return given

    def new_row(self, *, elsewhere: bool) -> NewRow:
        """What is to be recorded."""
        held = self.cleaned_data
        source = Source(held["source_title"].strip(), "read" if elsewhere else "own", held["source_url"])
        return NewRow(
            source=source,
            actor=held["actor"] or None,
            action=Action(held["action"]) if held["action"] else None,
            level=Level(held["level"]) if held["level"] else None,
            elsewhere=elsewhere,
            succeeds=held.get("succeeds", ""),
            **{name: held[name].strip() if isinstance(held[name], str) else held[name] for name in COLUMNS},
        )


class ProposeForm(RowForm):
    """A row that somebody else must decide on, or that somebody else has decided."""

    def __init__(self, *args: Any, rows: list[ApplicabilityRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = words_field(
            "applicability.field.version", longest=40, help="applicability.field.version-help"
        )
        self.fields["version"].widget.attrs["list"] = "versions"
        who = [(one, say(f"applicability.who.{one}")) for one in (HERE, ELSEWHERE)]
        self.fields["who"] = forms.ChoiceField(
            label=say("applicability.field.who"), choices=who, initial=HERE, widget=forms.RadioSelect
        )
        earlier = [(str(row.pk), named(row)) for row in rows]
        self.fields["succeeds"] = choice_field(
            "applicability.field.succeeds", [("", say("applicability.form.none")), *earlier], required=False
        )
        self.order_fields(["who", "version", "actor", "action", "level", "succeeds"])


def initial_of(row: ApplicabilityRow) -> dict[str, Any]:
    """A row as the beginning of its correction."""
    held = {name: getattr(row, name) for name in (*COLUMNS, "actor", "action", "level")}
    source = Source(**row.source)
    return {**held, "source_title": source.title, "source_url": source.url}


def named(row: ApplicabilityRow) -> str:
    """A row in one line."""
    words = (row.version.label, row.actor, row.action, row.level, str(row.valid_from or ""))
    return " · ".join(word for word in words if word) or str(row.pk)


class EndForm(TextForm):
    """Repeal or withdrawal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"] = date_field("applicability.field.last-day", required=True)
        self.fields["legal_basis"] = words_field(
            "applicability.field.legal-basis", longest=300, help="applicability.field.repeal-basis-help"
        )
        self.fields["reason"] = words_field(
            "applicability.field.reason", longest=2_000, rows=3, required=True, help="applicability.field.public"
        )


class ExemptForm(TextForm):
    """An exemption for one organisation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.RegexField(
            r"^[0-9]{9}$",
            label=say("applicability.field.organisation"),
            help_text=say("applicability.field.organisation-help"),
            error_messages={
                "required": say("applicability.form.required"),
                "invalid": say("applicability.form.no-organisation"),
            },
        )
        self.fields["organisation_name"] = words_field(
            "applicability.field.organisation-name", longest=200, required=True
        )
        self.fields["valid_from"] = date_field("applicability.field.first", required=True)
        self.fields["valid_to"] = date_field("applicability.field.last", required=True)
        self.fields["legal_ground"] = words_field("applicability.field.legal-ground", longest=300, required=True)
        self.fields["reason"] = words_field(
            "applicability.field.reason", longest=2_000, rows=3, required=True, help="applicability.field.public"
        )


class RevokeForm(TextForm):
    """Revoking an exemption."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"] = date_field(
            "applicability.field.last-day", "applicability.field.revoke-day-help", required=True
        )
        self.fields["reason"] = words_field(
            "applicability.field.reason", longest=2_000, rows=3, required=True, help="applicability.field.public"
        )


class DecideForm(TextForm):
    """Deciding on a proposal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"] = forms.ChoiceField(
            label=say("applicability.field.outcome"),
            choices=[(one, say(f"applicability.outcome.{one}")) for one in ("accept", "reject")],
            widget=forms.RadioSelect,
            error_messages={"required": say("applicability.form.required")},
        )
        self.fields["reason"] = words_field(
            "applicability.field.reason", longest=2_000, rows=3, required=True, help="applicability.field.public"
        )


class StanceForm(TextForm):
    """Whether an organisation follows a version."""

    def __init__(self, *args: Any, versions: list[NormVersion], organisations: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(one.label, one.label or say("applicability.version.none")) for one in versions]
        self.fields["version"] = choice_field("applicability.field.version", labels, required=False)
        self.fields["organisation"] = choice_field(
            "applicability.field.organisation", [(number, number) for number in organisations]
        )
        self.fields["organisation_name"] = words_field(
            "applicability.field.organisation-name", longest=200, required=True
        )
        self.fields["stance"] = forms.ChoiceField(
            label=say("applicability.field.stance"),
            choices=[(one, say(f"applicability.stance.{one}")) for one in STANCES],
            widget=forms.RadioSelect,
            error_messages={"required": say("applicability.form.required")},
        )
        self.fields["reason"] = words_field(
            "applicability.field.reason", longest=2_000, rows=3, help="applicability.field.stance-reason-help"
        )
