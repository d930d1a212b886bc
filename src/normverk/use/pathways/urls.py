"""Addresses where norms are used. The patient's id in them is a random row key and says nothing about anybody."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.use.pathways import views

urlpatterns = [
    route("patients/", views.patients, name="patients", action="patients.list"),
    route("patients/<uuid:id>/", views.patient, name="patient", action="patient.view"),
    route(
        "patients/<uuid:id>/<str:pathway>/<int:period>/<str:clock>/",
        views.why,
        name="patient-why",
        action="patient.view",
    ),
]
