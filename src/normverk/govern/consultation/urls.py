"""The addresses of hearings."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.govern.consultation import api  # noqa: F401  (describes the addresses for programs)
from normverk.govern.consultation.views import answering, machine, owner, public, treating

_ONE = "consultations/<slug:ref>/"
_ANSWER = _ONE + "treat/<slug:response>/"

urlpatterns = [
    route("consultations/", public.consultations, name="consultations", action="consultation.view"),
    route("consultations/new/<uuid:edition>/", owner.open_new, name="consultation-open", action="consultation.open"),
    route(_ONE, public.consultation_page, name="consultation", action="consultation.view"),
    route(_ONE + "outcome/", public.outcome, name="consultation-outcome", action="consultation.view"),
    route(_ONE + "responses.csv", machine.answers_csv, name="consultation-answers-csv", action="consultation.view"),
    route(_ONE + "deadline.ics", machine.deadline, name="consultation-deadline", action="consultation.view"),
    route(_ONE + "respond/", answering.respond, name="consultation-respond", action="response.send"),
    route(_ONE + "responses/<slug:response>/", answering.response_page, name="response", action="response.view"),
    route(_ONE + "manage/", owner.manage, name="consultation-manage", action="consultation.open"),
    route(_ONE + "extend/", owner.extend, name="consultation-extend", action="consultation.open"),
    route(_ONE + "withdraw/", owner.withdraw, name="consultation-withdraw", action="consultation.open"),
    route(_ONE + "treat/", treating.treat, name="consultation-treat", action="response.treat"),
    route(_ONE + "publish-outcome/", treating.publish, name="consultation-publish-outcome", action="response.treat"),
    route(_ANSWER, treating.treat_answer, name="consultation-treat-answer", action="response.treat"),
    route(_ANSWER + "publish/", treating.publish_answer, name="response-publish", action="response.treat"),
    route(_ANSWER + "withhold/", treating.withhold_answer, name="response-withhold", action="response.treat"),
    route(_ANSWER + "parts/<int:position>/", treating.treat_one, name="response-treat-part", action="response.treat"),
    route("api/v1/consultations/", machine.api_list, name="api-consultations", action="consultation.view"),
    route("api/v1/" + _ONE, machine.api_one, name="api-consultation", action="consultation.view"),
    route(
        "api/v1/" + _ONE + "responses/",
        machine.api_responses,
        name="api-consultation-responses",
        action="consultation.view",
    ),
]
