"""The question and its answer, the calendar of coming changes, the catalogue and the page of one norm: open to everybody."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from normverk.base.policy import Role, decide, require
from normverk.govern.applicability import exports, queries
from normverk.govern.applicability.asking import AskForm, CalendarForm, Question
from normverk.govern.applicability.shown import Line, answer_lines, change_lines, corrections, norm_lines, sources_of
from normverk.govern.applicability.views import common
from normverk.norm.applies import Standing
from normverk.norm.days import local_date

_PAGE = 50


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """The form, and the answer when something was asked."""
    require(common.actor_of(request), "applicability.view")
    now = common.present()
    asked = "actor" in request.GET
    form = AskForm(request.GET if asked else None, now=now, themes=queries.themes())
    context: dict[str, Any] = {"form": form, "today": local_date(now)}
    if asked and not form.is_valid():
        return render(request, "applicability/ask.html", context, status=400)
    if asked:
        question = form.question()
        lines = _lines(question)
        context |= {
            "question": question,
            "groups": [
                (str(standing), [line for line in lines if line.answer and line.answer.standing is standing])
                for standing in Standing
            ],
            "sources": sources_of(lines),
            "query": request.GET.urlencode(),
        }
    return render(request, "applicability/ask.html", context)


def _lines(asked: Question) -> list[Line]:
    answers = queries.ask(
        actor=asked.actor, action=asked.action, on=asked.on, known_on=asked.known_on, theme=asked.theme
    )
    return answer_lines(answers, queries.exempted(on=asked.on, known_on=asked.known_on))


@require_GET
def ask_csv(request: HttpRequest) -> HttpResponse:
    """The answer for spreadsheets; the byte order mark tells them that it is UTF-8."""
    require(common.actor_of(request), "applicability.view")
    form = AskForm(request.GET, now=common.present(), themes=queries.themes())
    if not form.is_valid():
        context = {"form": form, "today": local_date(common.present())}
        return render(request, "applicability/ask.html", context, status=400)
    question = form.question()
    written = exports.answer_csv(question, _lines(question))
    response = HttpResponse("\ufeff" + written, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="applies-{question.actor}-{question.on}.csv"'
    return response


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """What is coming: phase-in, mandatory from, phase-out, expired."""
    require(common.actor_of(request), "applicability.view")
    form = CalendarForm(request.GET, now=common.present(), themes=queries.themes())
    if not form.is_valid():
        return render(request, "applicability/calendar.html", {"form": form}, status=400)
    lines = change_lines(queries.changes(**_days(form)))
    context = {
        "form": form,
        "lines": lines,
        "held": form.cleaned_data,
        "sources": sources_of(one.line for one in lines),
        "query": request.GET.urlencode(),
    }
    return render(request, "applicability/calendar.html", context)


def _days(form: CalendarForm) -> dict[str, Any]:
    held = form.cleaned_data
    return {"first": held["first"], "last": held["last"], "known_on": held["known"], "theme": held["theme"]}


@require_GET
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The same for calendar programs."""
    require(common.actor_of(request), "applicability.view")
    form = CalendarForm(request.GET, now=common.present(), themes=queries.themes())
    if not form.is_valid():
        return render(request, "applicability/calendar.html", {"form": form}, status=400)
    written = exports.changes_ics(change_lines(queries.changes(**_days(form))), common.present())
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="applies.ics"'
    return response


@require_GET
def norms(request: HttpRequest) -> HttpResponse:
    """The catalogued norms, by theme and words."""
    require(common.actor_of(request), "applicability.view")
    theme, words = request.GET.get("theme", ""), request.GET.get("q", "")[:200]
    themes = queries.themes()
    found = queries.norms(theme=theme if theme in themes else "", words=words)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "themes": themes,
        "theme": theme,
        "words_asked": words,
        "waiting": queries.waiting_proposals(),
        "may_record": decide(common.actor_of(request), "applicability.record").allowed,
    }
    return render(request, "applicability/norms.html", context)


@require_GET
def norm(request: HttpRequest, key: str) -> HttpResponse:
    """One norm with every row it has had, its exemptions, stances and proposals."""
    found = common.norm_of(key)
    actor, now = common.actor_of(request), common.present()
    require(actor, "applicability.view", found.policy_facts())
    lines = norm_lines(queries.rows_of(found), found, local_date(now))
    current = [line for line in lines if line.stored and line.stored.recorded_to is None]
    context = {
        "norm": found,
        "versions": found.versions.all(),
        "lines": current,
        "closed": [line for line in lines if line not in current],
        "sources": sources_of(lines),
        "exemptions": queries.exemptions_of(found),
        "today": local_date(now),
        "corrections": corrections(found, queries.former_of(found)),
        "stances": queries.stances_of(found),
        "proposals": [one for one in queries.proposals() if one.version.norm_id == found.key],
        "events": queries.norm_history(found),
        "may_record": decide(actor, "applicability.record", found.policy_facts()).allowed,
        "may_decide": actor.has(Role.DECISION_MAKER),
        "may_stand": bool(named_organisations(request)),
    }
    return render(request, "applicability/norm.html", context)


def named_organisations(request: HttpRequest) -> list[str]:
    """The organisations for which the reader may say whether a norm is followed."""
    actor = common.actor_of(request)
    held = {grant.organisation for grant in actor.grants if grant.organisation}
    return sorted(one for one in held if decide(actor, "stance.record", {"organisations": (one,)}).allowed)
