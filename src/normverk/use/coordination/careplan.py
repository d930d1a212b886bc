"""An individual plan as a FHIR R4 CarePlan, and back. https://hl7.org/fhir/R4/careplan.html"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from normverk.use.coordination.plan import Activity, PlanContent


@dataclass(frozen=True)
class PlanHead:
    """What stands around a plan's content. `patient` is the random row key; `norm` the canonical address of the
    PlanDefinition with its version, empty when none is loaded; `author` a name."""

    id: str
    version: int
    written_at: datetime
    begun_on: date
    patient: str
    title: str
    norm: str
    author: str
    language: str


def to_careplan(content: PlanContent, head: PlanHead) -> dict[str, Any]:
    """The resource. Goals are contained, for they belong to this plan and nothing else points at them."""
    subject = {"reference": f"Patient/{head.patient}"}
    goals = [
        {
            "resourceType": "Goal",
            "id": f"goal-{number}",
            "lifecycleStatus": "active" if content.status == "active" else "completed",
            "description": {"text": text},
            "subject": subject,
        }
        for number, text in enumerate(content.goals, start=1)
    ]
    note = {"authorReference": subject, "time": head.written_at.isoformat(), "text": content.own_words}
    resource: dict[str, Any] = {
        "resourceType": "CarePlan",
        "id": head.id,
        "meta": {"versionId": str(head.version), "lastUpdated": head.written_at.isoformat()},
        "language": head.language,
        "contained": goals,
        "instantiatesCanonical": [head.norm] if head.norm else [],
        "status": content.status,
        "intent": "plan",
        "title": head.title,
        "subject": subject,
        "period": {"start": head.begun_on.isoformat()},
        "created": head.begun_on.isoformat(),
        "author": {"display": head.author},
        "goal": [{"reference": f"#{goal['id']}"} for goal in goals],
        "activity": [{"detail": _detail(activity)} for activity in content.activities],
        "note": [note] if content.own_words else [],
    }
    return {key: value for key, value in resource.items() if value not in ([], "")}


def from_careplan(resource: Mapping[str, Any]) -> PlanContent:
    """The content of a CarePlan that to_careplan() made. Raises ValueError for what is none."""
    if resource.get("resourceType") != "CarePlan":
        raise ValueError("resourceType: expected CarePlan")
    contained = {f"#{one['id']}": one for one in resource.get("contained", ())}
    notes = [note["text"] for note in resource.get("note", ()) if "authorReference" in note]
    return PlanContent(
        own_words=notes[0] if notes else "",
        goals=tuple(contained[goal["reference"]]["description"]["text"] for goal in resource.get("goal", ())),
        activities=tuple(_activity(one["detail"]) for one in resource.get("activity", ())),
        status=resource["status"],
    )


def _detail(activity: Activity) -> dict[str, Any]:
    detail: dict[str, Any] = {"status": activity.status, "description": activity.text}
    if activity.by:
        detail["scheduledPeriod"] = {"end": activity.by.isoformat()}
    if activity.responsible:
        detail["performer"] = [{"display": activity.responsible}]
    return detail


def _activity(detail: Mapping[str, Any]) -> Activity:
    by = detail.get("scheduledPeriod", {}).get("end")
    performers = detail.get("performer") or [{"display": ""}]
    return Activity(
        text=detail["description"],
        responsible=performers[0]["display"],
        by=date.fromisoformat(by) if by else None,
        status=detail["status"],
    )
