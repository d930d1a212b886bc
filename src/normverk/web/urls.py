"""Addresses of the pages that every installation has."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.web import views

urlpatterns = [
    route("", views.front, name="front", action="page.view"),
    route("language/", views.language, name="language", action="session.open"),
    route("login/", views.login, name="login", action="session.open"),
    route("logout/", views.logout, name="logout", action="session.open"),
    route("persons/", views.persons, name="persons", action="session.open"),
]
