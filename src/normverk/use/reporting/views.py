"""Pages for those who report: what the registry would answer to a hospital's codes, to be mended before they are sent."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from normverk.base.policy import require
from normverk.base.requests import who
from normverk.use.pathways.actions import note_list_seen
from normverk.use.pathways.seeing import as_of_day, own_organisations
from normverk.use.reporting import exports, queries, shown
from normverk.use.reporting.actions import PORTION, bring_up_to_date
from normverk.use.reporting.forms import ReportForm


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What is to be mended at one's own hospitals: counts by feedback, and each code with what is wrong and the way out."""
    actor, now = who(request), datetime.now(UTC)
    organisations = own_organisations(actor)
    require(actor, "patients.list", {"organisations": organisations})
    waiting = bring_up_to_date(PORTION)
    form = _form(request, organisations)
    wanted = form.asked(_page_number(request.GET.get("page", "1")))
    found = queries.selected(organisations, wanted)
    note_list_seen(
        patients=(str(row.patient) for row in found.rows),
        organisations=organisations,
        actor=actor,
        now=now,
        page="npr-report",
    )
    kept = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "found": found,
        "waiting": waiting,
        "unknown": wanted.standing == queries.UNKNOWN,
        "counts": shown.counts(found, lambda code: _address("npr-report", kept | {"code": code})),
        "rows": shown.rows(found.rows, wanted.standing),
        "as_of": as_of_day(now),
        "file": _address("npr-report-file", kept),
        "earlier": _address("npr-report", kept | {"page": str(found.page - 1)}) if found.page > 1 else "",
        "later": _address("npr-report", kept | {"page": str(found.page + 1)}) if found.page < found.pages else "",
    }
    return render(request, "reporting/report.html", context)


@require_safe
def report_file(request: HttpRequest) -> HttpResponse:
    """The same, every page of it, for spreadsheets. Patients stand by the record's pseudonym, and all are noted as seen."""
    actor, now = who(request), datetime.now(UTC)
    organisations = own_organisations(actor)
    require(actor, "patients.list", {"organisations": organisations})
    bring_up_to_date(PORTION)
    wanted = _form(request, organisations).asked(1)
    found = queries.everything(organisations, wanted)
    note_list_seen(
        patients=(str(row.patient) for row in found),
        organisations=organisations,
        actor=actor,
        now=now,
        page="npr-report-file",
    )
    # The byte order mark tells spreadsheets that it is UTF-8.
    response = HttpResponse(
        "\ufeff" + exports.report_csv(found, wanted.standing), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="npr-{as_of_day(now).isoformat()}.csv"'
    return response


def _form(request: HttpRequest, organisations: frozenset[str]) -> ReportForm:
    return ReportForm(request.GET, queries.choices(organisations), shown.pathway_names())


def _page_number(written: str) -> int:
    """The page asked for; the first when that is no number a list could have."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1


def _address(name: str, kept: dict[str, str]) -> str:
    return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)
