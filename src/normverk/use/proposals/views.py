"""Pages of proposals: the list that is answered many at once, one proposal with its why, one patient, and the measuring."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from normverk.base.policy import Actor, Role, decide, require
from normverk.base.requests import who
from normverk.base.rules import Broken
from normverk.norm.days import local_date
from normverk.use.pathways.models import Organisation, Patient
from normverk.use.proposals import actions, queries, shown
from normverk.use.proposals.forms import FILTERS, AnswerForm, ListForm, ManyForm
from normverk.use.proposals.models import Measurement, Proposal

ROLES = (Role.PATHWAY_COORDINATOR, Role.CLINICIAN)


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What is proposed for one's own hospitals, to be answered one by one or many at once."""
    return _list(request, {})


@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """Confirms or refuses the chosen proposals; all of them or none."""
    actor, now = who(request), datetime.now(UTC)
    own = actor.organisations(Role.PATHWAY_COORDINATOR)
    require(actor, "proposal.decide", {"organisations": own})
    form = ManyForm(request.POST)
    chosen = form.chosen()
    if not form.is_valid():
        return _list(request, {"form_errors": form, "chosen": chosen}, status=422)
    try:
        if form.refuses:
            rows, _ = actions.refuse(
                proposals=chosen, reason=form.cleaned_data["reason"], today=_today(now), actor=actor, now=now
            )
        else:
            rows, _ = actions.confirm(proposals=chosen, today=_today(now), actor=actor, now=now, as_of=settings.AS_OF)
    except Proposal.DoesNotExist:
        raise Http404 from None
    except Broken as broken:
        return _list(request, {"findings": broken.findings, "chosen": chosen}, status=422)
    if form.patient is not None and not form.refuses:
        return HttpResponseRedirect(f"{reverse('proposals-patient', args=[form.patient])}?done=confirmed")
    done = {"done": "refused" if form.refuses else "confirmed", "number": str(len(rows))}
    return HttpResponseRedirect(f"{reverse('proposals')}?{urlencode(_kept(request) | done)}")


@require_safe
def proposal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Why something is proposed: the fact, the rule and its source, and what became of it."""
    actor, row, now = _seen(request, id, "proposal.view")
    actions.note_proposals_seen(
        patient=row.patient, organisations=frozenset({row.org}), page="proposal", actor=actor, now=now
    )
    may = (
        row.state in {"waiting", "confirmed", "corrected"}
        and decide(actor, "proposal.decide", row.policy_facts()).allowed
    )
    return render(request, "proposals/proposal.html", {"shown": shown.detail(row), "may_answer": may})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, id: UUID) -> HttpResponse:
    """The form for one proposal: register something else, refuse, or for a confirmed one keep it or take it back."""
    actor, row, now = _seen(request, id, "proposal.decide")
    codes, treatments = shown.codes_and_treatments(row)
    offered = (row, codes, _hospitals(actor, row), treatments)
    if request.method != "POST":
        actions.note_proposals_seen(
            patient=row.patient, organisations=frozenset({row.org}), page="proposal", actor=actor, now=now
        )
        return _answer_page(request, row, AnswerForm(*offered))
    form = AnswerForm(*offered, request.POST)
    wanted = request.POST.get("answer", "correct")
    if not form.is_valid():
        return _answer_page(request, row, form, status=422)
    try:
        _answered(wanted, row, form, actor, now)
    except Broken as broken:
        return _answer_page(request, row, form, findings=broken.findings, status=422)
    return HttpResponseRedirect(reverse("proposal", args=[row.pk]))


@require_safe
def patient(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything that is proposed of one patient, also what is registered already and what is only told about."""
    actor, now = who(request), datetime.now(UTC)
    held = get_object_or_404(Patient, pk=id)
    proposed_at = frozenset(Proposal.objects.filter(patient=held).values_list("org", flat=True)) - {""}
    organisations = proposed_at | held.policy_facts()["organisations"]
    require(actor, "proposal.view", {"organisations": organisations})
    rows = queries.proposals_of(held, _organisations(actor))
    actions.note_proposals_seen(
        patient=held, organisations=organisations, page="proposals-patient", actor=actor, now=now
    )
    may_see = decide(actor, "patient.view", held.policy_facts()).allowed
    deciding = actor.organisations(Role.PATHWAY_COORDINATOR)
    context = {
        "patient": held,
        "rows": shown.rows(rows, deciding=deciding),
        "patient_page": may_see,
        "may": bool(deciding),
        "done": request.GET.get("done") == "confirmed",
    }
    return render(request, "proposals/patient.html", context)


@require_safe
def measured(request: HttpRequest) -> HttpResponse:
    """How well the rules propose, as last measured on simulated hospitals; what has not been measured is not shown."""
    require(who(request), "indicator.view")
    newest = Measurement.objects.order_by("-at").first()
    return render(request, "proposals/measured.html", {"measurement": newest, "shown": shown.measurement(newest)})


def _list(request: HttpRequest, more: dict[str, object], *, status: int = 200) -> HttpResponse:
    actor, now = who(request), datetime.now(UTC)
    organisations = _organisations(actor)
    require(actor, "proposals.list", {"organisations": organisations})
    given = request.POST if request.method == "POST" else request.GET
    offered = queries.choices(organisations)
    form = ListForm(given, offered, shown.pathway_titles())
    found = queries.listed(organisations, form.asked(_page_number(given.get("page", "1"))))
    actions.note_proposals_listed(
        patients=(str(row.patient_id) for row in found.rows), organisations=organisations, actor=actor, now=now
    )
    deciding = actor.organisations(Role.PATHWAY_COORDINATOR)
    kept = _kept(request)
    chosen = {row.pk for row in found.rows} if given.get("chosen") == "all" else set(more.get("chosen", ()))  # type: ignore[call-overload]
    context = {
        "form": form,
        "found": found,
        "rows": shown.rows(found.rows, chosen=chosen, deciding=deciding),
        "counts": [(f"proposals.state.{state}", shown.COLORS[state], number) for state, number in found.counts.items()],
        "kept": kept | {"page": str(found.page)},
        "done": given.get("done") if given.get("done") in {"confirmed", "refused"} else "",
        "number": _page_number(given.get("number", "0")),
        "all_address": f"{reverse('proposals')}?{urlencode(kept | {'page': str(found.page), 'chosen': 'all'})}",
        "earlier": _page_address(kept, found.page - 1) if found.page > 1 else "",
        "later": _page_address(kept, found.page + 1) if found.page < found.pages else "",
    }
    return render(request, "proposals/proposals.html", context | more, status=status)


def _answered(wanted: str, row: Proposal, form: AnswerForm, actor: Actor, now: datetime) -> None:
    """Does what the pressed button says; what is no button of the form corrects."""
    reason, today = form.cleaned_data["reason"], _today(now)
    if wanted == "refuse":
        actions.refuse(proposals=[row.pk], reason=reason, today=today, actor=actor, now=now)
    elif wanted == "keep":
        actions.keep(proposal=row.pk, reason=reason, today=today, actor=actor, now=now)
    elif wanted == "take-back":
        actions.take_back(proposal=row.pk, reason=reason, today=today, actor=actor, now=now, as_of=settings.AS_OF)
    else:
        actions.correct(
            proposal=row.pk,
            code=form.cleaned_data["code"],
            time=form.time(),
            org=form.cleaned_data["org"],
            treatment=form.cleaned_data["treatment"],
            reason=reason,
            today=today,
            actor=actor,
            now=now,
            as_of=settings.AS_OF,
        )


def _answer_page(
    request: HttpRequest, row: Proposal, form: AnswerForm, *, findings: object = (), status: int = 200
) -> HttpResponse:
    context = {"shown": shown.detail(row), "form": form, "findings": findings}
    return render(request, "proposals/answer.html", context, status=status)


def _seen(request: HttpRequest, id: UUID, action: str) -> tuple[Actor, Proposal, datetime]:
    actor = who(request)
    row = get_object_or_404(Proposal.objects.select_related("patient"), pk=id)
    require(actor, action, row.policy_facts())
    return actor, row, datetime.now(UTC)


def _hospitals(actor: Actor, row: Proposal) -> list[tuple[str, str]]:
    """The hospitals that the actor may register for."""
    own = actor.organisations(Role.PATHWAY_COORDINATOR)
    known = Organisation.objects.order_by("name", "number")
    if "" not in own:
        known = known.filter(number__in=own)
    found = [(one.number, str(one)) for one in known]
    return found if any(number == row.org for number, _ in found) else [(row.org, row.org), *found]


def _organisations(actor: Actor) -> frozenset[str]:
    return frozenset().union(*(actor.organisations(role) for role in ROLES))


def _today(now: datetime) -> date:
    fixed: date | None = settings.AS_OF
    return fixed or local_date(now)


def _kept(request: HttpRequest) -> dict[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    return {name: given[name] for name in FILTERS if given.get(name)}


def _page_number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1


def _page_address(kept: dict[str, str], page: int) -> str:
    return f"{reverse('proposals')}?{urlencode(kept | {'page': str(page)})}"
