"""Addresses of trials."""

from __future__ import annotations

from normverk.base.api.openapi import Operation, describe
from normverk.base.routes import route
from normverk.learn.whatif import views, views_here
from normverk.learn.whatif.answer import Answer
from normverk.learn.whatif.evidence import TrialAnswerList
from normverk.publish.trials import TrialFile

urlpatterns = [
    route("whatif/", views_here.trial_runs, name="trial-runs", action="trial.run"),
    route("whatif/<str:digest>/", views.trial_page, name="trial", action="trial.view"),
    route("whatif/<str:digest>/here/", views_here.trial_run, name="trial-run", action="trial.run"),
    route("whatif/<str:digest>/figures.csv", views.trial_csv, name="trial-csv", action="trial.view"),
    route("whatif/evidence/<str:digest>/", views.evidence_page, name="evidence", action="trial.view"),
    route("whatif/evidence/<str:digest>/figures.json", views.evidence_file, name="evidence-file", action="trial.view"),
    route("api/v1/whatif/answers", views.trial_answers, name="trial-answers", action="trial.answer"),
    route("api/v1/whatif/<str:digest>/", views.trial_file, name="api-trial", action="trial.view"),
    route("api/v1/whatif/<str:digest>/figures/", views.trial_data, name="api-trial-figures", action="trial.view"),
]

describe(
    Operation(
        route="api-trial",
        method="get",
        summary="A trial as it was signed. It is no release, and measures nobody.",
        answer=TrialFile,
    ),
    Operation(
        route="api-trial-figures",
        method="get",
        summary="Everything that the answers to a trial tell.",
        answer=TrialAnswerList,
    ),
    Operation(
        route="trial-answers",
        method="post",
        summary="Deliver what a trial gave at a site; it takes the place of the site's earlier answer.",
        answer=views.ReceivedAnswer,
        body=Answer,
        refusals=(401, 403, 413, 422),
    ),
)
