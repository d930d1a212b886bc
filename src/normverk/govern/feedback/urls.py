"""Addresses of readers' answers."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.govern.feedback import views

urlpatterns = [
    route("feedback/", views.answers, name="feedback", action="feedback.read"),
    route("feedback/thanks/", views.thanks, name="feedback-thanks", action="feedback.give"),
    route("feedback/needs/<uuid:id>/", views.need_of, name="feedback-need", action="feedback.read"),
    route("feedback/<slug:slug>/<str:version>/", views.give, name="feedback-give", action="feedback.give"),
]
