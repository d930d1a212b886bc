"""Addresses of what is to be mended before it is reported. They hold nothing about a patient."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.use.reporting import views

urlpatterns = [
    route("patients/report/", views.report, name="npr-report", action="patients.list"),
    route("patients/report.csv", views.report_file, name="npr-report-file", action="patients.list"),
]
