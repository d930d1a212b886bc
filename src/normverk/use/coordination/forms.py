"""The forms of tasks, notes of delay, meetings and plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms

from normverk.base.languages import say
from normverk.use.coordination.models import DelayReason, TaskState
from normverk.use.coordination.plan import ACTIVITY_STATUSES, PLAN_STATUSES, Activity, PlanContent
from normverk.use.pathways.forms_course import LONGEST, reason_field
from normverk.web.forms import TextForm, day_field

Choices = Iterable[tuple[str, str]]
SPARE: Final = 2
"""Empty rows below what a plan holds already."""
MOST_ROWS: Final = 20


def _text(
    label: str, *, required: bool = True, rows: int = 3, help_text: str = "", length: int = LONGEST
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class TaskForm(TextForm):
    """A new task."""

    def __init__(self, data: Any, people: Choices, me: str) -> None:
        super().__init__(data)
        named = [(id, say("course.assign.me", name=name) if id == me else name) for id, name in people]
        self.fields["title"] = forms.CharField(label=say("task.what"), max_length=200)
        self.fields["due_on"] = day_field(say("task.due"), required=False)
        self.fields["assigned_to"] = forms.ChoiceField(
            label=say("task.who"), choices=[*named, ("", say("task.anybody"))], required=False, initial=me
        )
        self.fields["details"] = _text(say("task.details"), required=False)


class CloseTaskForm(TextForm):
    """What became of a task."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        states = [state for state in TaskState.values if state != TaskState.OPEN]
        self.fields["state"] = forms.ChoiceField(
            label=say("task.close.state"),
            choices=[(state, say(f"task.state.{state}")) for state in states],
            widget=forms.RadioSelect,
        )
        self.fields["reason"] = reason_field(required=False)
        self.fields["reason"].help_text = say("task.close.reason-help")


class TaskListForm(forms.Form):
    """Which tasks to show. It stands in the address."""

    def __init__(self, data: Any) -> None:
        super().__init__({"whose": "mine", "when": "all"} | data.dict())
        self.fields["whose"] = forms.ChoiceField(
            label=say("tasks.whose"), choices=[("mine", say("tasks.mine")), ("all", say("patients.filter.every"))]
        )
        self.fields["when"] = forms.ChoiceField(
            label=say("tasks.when"), choices=[("all", say("patients.filter.every")), ("overdue", say("task.overdue"))]
        )


class DelayForm(TextForm):
    """A note that the patient wants to wait."""

    def __init__(self, data: Any, pathways: Choices, today: date) -> None:
        super().__init__(data)
        self.fields["pathway"] = forms.ChoiceField(label=say("patients.filter.pathway"), choices=list(pathways))
        self.fields["begins"] = day_field(say("delay.begins"), today)
        self.fields["ends"] = day_field(say("delay.ends"), required=False, help_text=say("delay.ends-help"))
        self.fields["code"] = forms.ChoiceField(
            label=say("delay.code"), choices=[(code, say(f"delay.code.{code}")) for code in DelayReason.values]
        )
        self.fields["details"] = _text(say("delay.details"), required=False, help_text=say("course.reason-help"))


class EndDelayForm(TextForm):
    """The patient is ready again, or the note was a mistake."""

    def __init__(self, data: Any, ends: date) -> None:
        super().__init__(data)
        self.fields["act"] = forms.ChoiceField(
            label=say("delay.act"),
            choices=[("end", say("delay.act.end")), ("withdraw", say("delay.act.withdraw"))],
            widget=forms.RadioSelect,
            initial="end",
        )
        self.fields["ends"] = day_field(say("delay.ends"), ends, required=False)
        self.fields["reason"] = reason_field(required=False)

    def clean(self) -> dict[str, Any]:
        """Asks for the day of an end, and for the reason of a withdrawal."""
        cleaned = super().clean()
        needed = {"end": "ends", "withdraw": "reason"}.get(cleaned.get("act", ""), "")
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, say(f"delay.{needed}-missing"))
        return cleaned


class MeetingForm(TextForm):
    """Putting a patient up for a meeting."""

    def __init__(self, data: Any, pathways: Choices, hospitals: Choices, *, at: str, today: date) -> None:
        super().__init__(data)
        self.fields["pathway"] = forms.ChoiceField(label=say("patients.filter.pathway"), choices=list(pathways))
        self.fields["organisation"] = forms.ChoiceField(label=say("mdt.hospital"), choices=list(hospitals), initial=at)
        self.fields["held_on"] = day_field(say("mdt.day"), today)
        self.fields["question"] = _text(say("mdt.question"))


class DecideForm(TextForm):
    """What the meeting decided, or that the patient is taken off."""

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data)
        self.fields["act"] = forms.ChoiceField(
            label=say("mdt.act"),
            choices=[("decide", say("mdt.act.decide")), ("take-off", say("mdt.act.take-off"))],
            widget=forms.RadioSelect,
            initial="decide",
        )
        self.fields["decided_on"] = day_field(say("mdt.decided-on"), today, required=False)
        self.fields["words"] = _text(say("mdt.words"), help_text=say("mdt.words-help"), length=2000)

    def clean(self) -> dict[str, Any]:
        """Asks for the day of a decision."""
        cleaned = super().clean()
        if cleaned.get("act") == "decide" and not cleaned.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", say("mdt.decided-on-missing"))
        return cleaned


class MeetingListForm(forms.Form):
    """Which meetings to show. It stands in the address."""

    def __init__(self, data: Any, hospitals: Choices, today: date) -> None:
        super().__init__({"since": today.isoformat(), "hospital": "all"} | data.dict())
        self.fields["since"] = day_field(say("mdt.since"), required=False)
        self.fields["until"] = day_field(say("mdt.until"), required=False)
        self.fields["hospital"] = forms.ChoiceField(
            label=say("mdt.hospital"), choices=[("all", say("patients.filter.every")), *hospitals]
        )


class PlanForm(TextForm):
    """An individual plan: rows of goals and of activities, a few empty ones at the end. Empty rows are left out."""

    def __init__(self, data: Any, held: PlanContent) -> None:
        super().__init__(data)
        self.goals = min(MOST_ROWS, len(held.goals) + SPARE)
        self.activities = min(MOST_ROWS, len(held.activities) + SPARE)
        self.fields["own_words"] = _text(
            say("plan.own-words"), required=False, rows=4, help_text=say("plan.own-words-help"), length=2000
        )
        self.fields["own_words"].initial = held.own_words
        for row in range(self.goals):
            goal = held.goals[row] if row < len(held.goals) else ""
            self.fields[f"goal-{row}"] = forms.CharField(
                label=say("plan.goal", number=row + 1), required=False, max_length=300, initial=goal
            )
        for row in range(self.activities):
            self._activity(row, held.activities[row] if row < len(held.activities) else Activity(""))
        self.fields["status"] = forms.ChoiceField(
            label=say("plan.status"),
            choices=[(name, say(f"plan.status.{name}")) for name in PLAN_STATUSES],
            initial=held.status,
        )

    def _activity(self, row: int, held: Activity) -> None:
        self.fields[f"activity-{row}-text"] = forms.CharField(
            label=say("plan.activity"), required=False, max_length=300, initial=held.text
        )
        self.fields[f"activity-{row}-responsible"] = forms.CharField(
            label=say("plan.responsible"), required=False, max_length=120, initial=held.responsible
        )
        self.fields[f"activity-{row}-by"] = day_field(say("plan.by"), held.by, required=False)
        self.fields[f"activity-{row}-status"] = forms.ChoiceField(
            label=say("plan.activity-status"),
            choices=[(name, say(f"plan.activity-status.{name}")) for name in ACTIVITY_STATUSES],
            required=False,
            initial=held.status,
        )

    def clean(self) -> dict[str, Any]:
        """Refuses an activity that says who or when and not what."""
        cleaned = super().clean()
        for row in range(self.activities):
            about = cleaned.get(f"activity-{row}-responsible") or cleaned.get(f"activity-{row}-by")
            if about and not cleaned.get(f"activity-{row}-text"):
                self.add_error(f"activity-{row}-text", say("plan.activity-missing"))
        return cleaned

    def goal_fields(self) -> list[forms.BoundField]:
        """The rows of goals."""
        return [self[f"goal-{row}"] for row in range(self.goals)]

    def activity_fields(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The rows of activities, numbered from 1, with the fields of each."""
        parts = ("text", "responsible", "by", "status")
        return [(row + 1, [self[f"activity-{row}-{part}"] for part in parts]) for row in range(self.activities)]

    def content(self) -> PlanContent:
        """What was written, without the empty rows."""
        given = self.cleaned_data
        activities = (
            Activity(
                text=given[f"activity-{row}-text"],
                responsible=given[f"activity-{row}-responsible"],
                by=given[f"activity-{row}-by"],
                status=given[f"activity-{row}-status"] or "not-started",
            )
            for row in range(self.activities)
            if given[f"activity-{row}-text"]
        )
        goals = (given[f"goal-{row}"] for row in range(self.goals))
        words = given["own_words"].replace("\r\n", "\n")
        return PlanContent(words, tuple(goal for goal in goals if goal), tuple(activities), given["status"])
