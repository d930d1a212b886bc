"""What this app puts on the pages of pathways: links, sections of the patient's page, and notes beside verdicts."""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from normverk.base.policy import decide
from normverk.base.rules import judge
from normverk.norm.days import local_date
from normverk.norm.delays import DelayKind
from normverk.use.coordination import queries
from normverk.use.coordination.models import Delay
from normverk.use.coordination.plan import read_plan
from normverk.use.coordination.rules import EXPLAINS
from normverk.use.pathways.engine import Explanation, Verdict
from normverk.use.pathways.panels import BESIDE_VERDICTS, LINKS, LIST_LINKS, SECTIONS, Link, Page
from normverk.use.pathways.queries import names_of
from normverk.use.pathways.shown_course import DONE, title

_FOLLOW_UP = "patient.follow-up"


def fill() -> None:
    """Adds everything; called once, when the app is ready."""
    LINKS.extend(
        (
            Link("task-add", "task.add.title", _FOLLOW_UP),
            Link("delay-note", "delay.note.title", _FOLLOW_UP),
            Link("meeting-add", "mdt.add.title", _FOLLOW_UP),
        )
    )
    LIST_LINKS.extend((("tasks", "tasks.title"), ("meetings", "mdt.title")))
    SECTIONS.extend((tasks_section, delays_section, meetings_section, plans_section))
    BESIDE_VERDICTS.append(delays_beside)
    DONE.update({"task", "task-closed", "delay", "delay-ended", "mdt", "mdt-decided", "plan"})


def tasks_section(page: Page) -> SafeString:
    """The patient's tasks."""
    found = queries.tasks_of(page.record.patient)
    people = names_of({task.assigned_to for task in found} | {task.closed_by for task in found})
    rows = [
        {
            "task": task,
            "who": people.get(task.assigned_to, ""),
            "closed_by": people.get(task.closed_by, task.closed_by),
            "state_key": f"task.state.{task.state}",
            "overdue": queries.is_overdue(task, page.as_of),
        }
        for task in found
    ]
    return _section("tasks_section", {"rows": rows, "may": _may(page)})


def delays_section(page: Page) -> SafeString:
    """The notes of delay."""
    found = queries.delays_of(page.record.patient)
    people = names_of(delay.noted_by for delay in found)
    pathways = page.names.pathways()
    rows = [
        {
            "delay": delay,
            "pathway": pathways.get(delay.pathway, delay.pathway),
            "code_key": f"delay.code.{delay.code}",
            "by": people.get(delay.noted_by, delay.noted_by),
        }
        for delay in found
    ]
    return _section("delays_section", {"rows": rows, "may": _may(page)})


def meetings_section(page: Page) -> SafeString:
    """The meetings the patient was put up for."""
    found = queries.meetings_of(page.record.patient)
    pathways = page.names.pathways()
    rows = [{"item": item, "pathway": pathways.get(item.pathway, item.pathway)} for item in found]
    return _section("meetings_section", {"rows": rows, "may": _may(page)})


def plans_section(page: Page) -> SafeString:
    """The individual plan of each pathway, or where one can be begun."""
    held = {version.plan.pathway: version for version in queries.plans_of(page.record.patient)}
    pathways = page.names.pathways()
    titles = {course.pathway: title(course, pathways) for course in page.record.courses}
    titles |= {pathway: pathways.get(pathway, pathway) for pathway in held if pathway not in titles}
    rows = [
        {
            "title": words,
            "version": held.get(pathway),
            "content": read_plan(held[pathway].content) if pathway in held else None,
            "write": reverse("plan", args=[page.record.patient.pk, pathway]),
            "print": reverse("plan-print", args=[page.record.patient.pk, pathway]) if pathway in held else "",
        }
        for pathway, words in titles.items()
    ]
    return _section("plans_section", {"rows": rows, "may": _may(page)})


def delays_beside(page: Page, verdict: Verdict) -> SafeString:
    """What the patient's wish to wait means for one clock: nothing, or an explanation, as the norm says."""
    explanation = verdict.explanation
    if verdict.start is None or not isinstance(explanation, Explanation):
        return SafeString("")
    end = verdict.stop or page.as_of
    found = queries.delays_within(page.record.patient, verdict.pathway, verdict.start, end)
    if not found:
        return SafeString("")
    policy = _policy(explanation)
    decided_on = local_date(verdict.stop) if verdict.stop else None
    rows = [
        {
            "delay": delay,
            "code_key": f"delay.code.{delay.code}",
            "findings": _explains(delay, decided_on, page.as_of) if policy == "explain" else (),
        }
        for delay in found
    ]
    known = policy if policy in {"none", "explain"} else "other"
    return _section("delays_beside", {"rows": rows, "policy_key": f"delay.policy.{known}"})


def _policy(explanation: Explanation) -> str:
    """What the norm says of a wish to wait: none when it has no such rule with an effect, several when it has several."""
    wishes = {rule.policy.value for rule in explanation.delay_rules if rule.kind is DelayKind.PATIENT_WISH}
    return "-".join(sorted(wishes - {"none"})) or "none"


def _explains(delay: Delay, decided_on: date | None, on: date) -> tuple[object, ...]:
    return judge(queries.explaining(delay, decided_on, on), on=on, only=(EXPLAINS,))


def _may(page: Page) -> bool:
    return decide(page.actor, _FOLLOW_UP, page.record.patient.policy_facts()).allowed


def _section(name: str, context: dict[str, object]) -> SafeString:
    return render_to_string(f"coordination/{name}.html", context)
