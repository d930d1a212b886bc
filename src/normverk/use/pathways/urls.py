"""Addresses where norms are used. The patient's id in them is a random row key and says nothing about anybody."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.use.pathways import views, views_course, views_insight, views_person, views_since

urlpatterns = [
    route("patients/", views.patients, name="patients", action="patients.list"),
    route("patients/<uuid:id>/", views.patient, name="patient", action="patient.view"),
    route("transfers/", views_course.transfers, name="transfers", action="patients.list"),
    route("transfers/<uuid:id>/", views_course.receive, name="transfer-receive", action="patient.transfer"),
    route("patients/odd/", views_person.odd, name="patients-odd", action="patients.list"),
    route("patients/changed/", views_since.changed, name="patients-changed", action="patients.list"),
    route("patients/<uuid:id>/join/", views_person.join, name="patient-join", action="patient.join"),
    route("patients/joins/<uuid:id>/", views_person.part, name="patient-part", action="patient.join"),
    route("patients/insight/", views_insight.find, name="patients-find", action="patients.find"),
    route("patients/<uuid:id>/insight/", views_insight.insight, name="patient-insight", action="patient.insight"),
    route(
        "patients/<uuid:id>/registrations/<int:event>/",
        views_course.correct,
        name="patient-correct",
        action="registration.correct",
    ),
    route(
        "patients/<uuid:id>/coordinator/<str:pathway>/",
        views_course.assign,
        name="patient-assign",
        action="patient.assign",
    ),
    route(
        "patients/<uuid:id>/transfer/<str:pathway>/",
        views_course.transfer,
        name="patient-transfer",
        action="patient.transfer",
    ),
    route(
        "patients/<uuid:id>/<str:pathway>/<int:period>/<str:clock>/",
        views.why,
        name="patient-why",
        action="patient.view",
    ),
]
