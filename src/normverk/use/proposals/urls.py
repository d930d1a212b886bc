"""Addresses of proposals. The ids in them are random row keys and say nothing about anybody."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.use.proposals import views

urlpatterns = [
    route("proposals/", views.proposals, name="proposals", action="proposals.list"),
    route("proposals/decide/", views.decide_many, name="proposals-decide", action="proposal.decide"),
    route("proposals/measured/", views.measured, name="proposals-measured", action="indicator.view"),
    route("proposals/patient/<uuid:id>/", views.patient, name="proposals-patient", action="proposal.view"),
    route("proposals/<uuid:id>/", views.proposal, name="proposal", action="proposal.view"),
    route("proposals/<uuid:id>/answer/", views.answer, name="proposal-answer", action="proposal.decide"),
]
