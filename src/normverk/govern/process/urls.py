"""The addresses of needs and cases."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.govern.process.views import cases, machine, needs, trials, work

urlpatterns = [
    route("needs/", needs.needs, name="needs", action="need.view"),
    route("needs/report/", needs.report, name="need-report", action="need.report"),
    route("needs/<slug:ref>/", needs.need_page, name="need", action="need.view"),
    route("needs/<slug:ref>/assess/", needs.assess, name="need-assess", action="need.assess"),
    route("needs/<slug:ref>/case/", needs.open_from, name="case-open", action="case.open"),
    route("cases/", cases.cases, name="cases", action="case.view"),
    route("cases/<slug:ref>/", cases.case_page, name="case", action="case.view"),
    route("cases/<slug:ref>/inquiry/", work.write_inquiry, name="case-inquiry", action="case.work"),
    route("cases/<slug:ref>/decide/", work.make_decision, name="case-decide", action="case.decide"),
    route("cases/<slug:ref>/hearing/", work.open_hearing, name="case-hearing", action="consultation.open"),
    route("cases/<slug:ref>/waive/", work.waive, name="case-waive", action="rule.waive"),
    route("cases/<slug:ref>/change/", work.judge_change, name="case-change", action="case.work"),
    route("cases/<slug:ref>/whatif/", trials.ask, name="case-trial", action="trial.issue"),
    route("cases/<slug:ref>/whatif/<str:digest>/", trials.evidence, name="case-evidence", action="case.work"),
    route("api/v1/needs/", machine.api_needs, name="api-needs", action="need.view"),
    route("api/v1/needs/<slug:ref>/", machine.api_need, name="api-need", action="need.view"),
    route("api/v1/cases/", machine.api_cases, name="api-cases", action="case.view"),
    route("api/v1/cases/<slug:ref>/", machine.api_case, name="api-case", action="case.view"),
]
