"""Addresses of tasks, notes of delay, meetings and plans. Ids in them are random row keys."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.use.coordination.views import delays, meetings, plans, tasks

_FOLLOW_UP = "patient.follow-up"

urlpatterns = [
    route("tasks/", tasks.tasks, name="tasks", action="patients.list"),
    route("tasks/<uuid:id>/", tasks.close, name="task-close", action=_FOLLOW_UP),
    route("patients/<uuid:id>/tasks/", tasks.add, name="task-add", action=_FOLLOW_UP),
    route("patients/<uuid:id>/delays/", delays.note, name="delay-note", action=_FOLLOW_UP),
    route("delays/<uuid:id>/", delays.end, name="delay-end", action=_FOLLOW_UP),
    route("mdt/", meetings.meetings, name="meetings", action="patients.list"),
    route("mdt/print/", meetings.printed, name="meetings-print", action="patients.list"),
    route("mdt/<uuid:id>/", meetings.decide, name="meeting-decide", action=_FOLLOW_UP),
    route("patients/<uuid:id>/mdt/", meetings.add, name="meeting-add", action=_FOLLOW_UP),
    route("patients/<uuid:id>/plan/<str:pathway>/", plans.write, name="plan", action=_FOLLOW_UP),
    route("patients/<uuid:id>/plan/<str:pathway>/print/", plans.printed, name="plan-print", action="patient.view"),
    route("fhir/R4/CarePlan/<uuid:id>", plans.careplan, name="fhir-careplan", action="patient.view"),
]
