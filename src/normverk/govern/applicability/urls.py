"""The addresses of the reference catalogue."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.govern.applicability import api  # noqa: F401  (describes the addresses for programs)
from normverk.govern.applicability.views import adding, asking, machine, writing

_VIEW, _RECORD, _DECIDE = "applicability.view", "applicability.record", "applicability.decide"
_NORM, _ROW, _PROPOSAL = "applies/norms/<slug:key>/", "applies/rows/<uuid:row>/", "applies/proposals/<slug:ref>/"
_EXEMPTION = "applies/exemptions/<uuid:exemption>/"

urlpatterns = [
    route("applies/", asking.ask, name="applies", action=_VIEW),
    route("applies/answer.csv", asking.ask_csv, name="applies-csv", action=_VIEW),
    route("applies/calendar/", asking.calendar, name="applies-calendar", action=_VIEW),
    route("applies/calendar.ics", asking.calendar_file, name="applies-calendar-file", action=_VIEW),
    route("applies/norms/", asking.norms, name="applies-norms", action=_VIEW),
    route("applies/norms/add/", adding.add, name="applies-add", action=_RECORD),
    route(_NORM, asking.norm, name="applies-norm", action=_VIEW),
    route(_NORM + "correct/", adding.correct, name="applies-norm-correct", action=_RECORD),
    route(_NORM + "propose/", writing.propose, name="applies-propose", action=_RECORD),
    route(_NORM + "stance/", writing.stance, name="applies-stance", action="stance.record"),
    route(_ROW + "correct/", writing.correct, name="applies-correct", action=_RECORD),
    route(_ROW + "end/", writing.end, name="applies-end", action=_DECIDE),
    route(_ROW + "exempt/", writing.exempt, name="applies-exempt", action=_DECIDE),
    route(_EXEMPTION + "revoke/", writing.revoke, name="applies-revoke", action=_DECIDE),
    route("applies/proposals/", writing.proposals, name="applies-proposals", action=_VIEW),
    route(_PROPOSAL, writing.proposal, name="applies-proposal", action=_VIEW),
    route(_PROPOSAL + "decide/", writing.decide_on, name="applies-decide", action=_DECIDE),
    route("api/v1/applies/", machine.applies, name="api-applies", action=_VIEW),
    route("api/v1/applies/calendar/", machine.calendar, name="api-applies-calendar", action=_VIEW),
    route("api/v1/applies/norms/", machine.norms, name="api-applies-norms", action=_VIEW),
    route("api/v1/applies/norms/<slug:key>/", machine.norm, name="api-applies-norm", action=_VIEW),
]
