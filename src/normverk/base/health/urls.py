"""Addresses of the health checks."""

from normverk.base.health import views
from normverk.base.routes import route

urlpatterns = [
    route("healthz", views.alive, name="alive", action="page.view"),
    route("readyz", views.ready, name="ready", action="page.view"),
]
