"""Root addresses; each app of this role brings its own."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

handler400 = "normverk.base.problems.bad_request"
handler403 = "normverk.base.problems.forbidden"
handler404 = "normverk.base.problems.not_found"
handler500 = "normverk.base.problems.fault"

urlpatterns: list[URLPattern | URLResolver] = []
for app in apps.get_app_configs():
    if app.name.startswith("normverk.") and find_spec(f"{app.name}.urls"):
        import_module(f"{app.name}.urls")
        urlpatterns.append(path("", include(f"{app.name}.urls")))
