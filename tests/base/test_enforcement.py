"""The net under the views: what answers below 400 has been allowed by the policy, and the exceptions are few and known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, get_resolver, include, path
from django.views.generic import RedirectView

from normverk.base.policy import Role, decide, require
from normverk.base.policy.decide import asked
from normverk.base.policy.enforce import deny_unless_decided
from normverk.base.problems import ToLogin
from normverk.base.routes import ROUTE_ACTIONS
from tests.conftest import actor_with
from tests.doors import route_names

SOURCE = Path(__file__).resolve().parents[2] / "src/normverk"


def forgetful(request: HttpRequest) -> HttpResponse:
    """Answers without asking."""
    return HttpResponse("secret")


def elsewhere(request: HttpRequest) -> HttpResponse:
    """Redirects without asking."""
    return HttpResponseRedirect("/secret/")


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    """Streams without asking."""
    return StreamingHttpResponse(iter([b"secret"]))


def beside(request: HttpRequest) -> HttpResponse:
    """Asks, but about something else."""
    require(request.actor, "page.view")  # type: ignore[attr-defined]
    return HttpResponse("secret")


def shrugging(request: HttpRequest) -> HttpResponse:
    """Asks about the right thing, hears no, and answers all the same."""
    decide(request.actor, "audit.view")  # type: ignore[attr-defined]
    return HttpResponse("secret")


VIEWS = {
    "forgetful": forgetful,
    "elsewhere": elsewhere,
    "streamed": streamed,
    "beside": beside,
    "shrugging": shrugging,
    "class": RedirectView.as_view(url="/secret/"),
}
handler404 = "normverk.base.problems.not_found"
handler500 = "normverk.base.problems.fault"
urlpatterns = [
    path("", include("normverk.web.urls")),
    *(path(f"{name}/", view, name=f"net-{name}") for name, view in VIEWS.items()),
    path("unnamed/", beside),
    path("unlisted/", beside, name="net-unlisted"),
]


@pytest.fixture
def routes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Puts the test's routes under the policy, all but the unnamed and the unlisted."""
    for name in VIEWS:
        monkeypatch.setitem(ROUTE_ACTIONS, f"net-{name}", "audit.view")
    return


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("routes")
@pytest.mark.parametrize("method", ["get", "head", "post", "options", "put"])
@pytest.mark.parametrize("name", [*VIEWS, "unnamed", "unlisted"])
def test_nothing_leaves_the_house_undecided(name: str, method: str) -> None:
    answer = getattr(Client(raise_request_exception=False), method)(f"/{name}/")
    assert answer.status_code == (405 if (name, method) == ("class", "put") and answer.status_code == 405 else 500)
    assert b"secret" not in answer.content
    assert "Location" not in answer


def test_an_answer_of_no_route_at_all_does_not_leave_either() -> None:
    with pytest.raises(RuntimeError, match="something that is no route"):
        deny_unless_decided(forgetful)(RequestFactory().get("/"))


def test_what_was_asked_in_one_request_says_nothing_of_the_next() -> None:
    def asking(request: HttpRequest) -> HttpResponse:
        require(actor_with(Role.ADMINISTRATOR), "audit.view")
        return HttpResponse("fine")

    def given(view: object) -> HttpRequest:
        request = RequestFactory().get("/")
        request.resolver_match = ResolverMatch(view, (), {}, url_name="front", route="x")  # type: ignore[arg-type]
        return request

    before = asked.get()
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(ROUTE_ACTIONS, "front", "audit.view")
        assert deny_unless_decided(asking)(given(asking)).content == b"fine"
        assert asked.get() == before
        with pytest.raises(RuntimeError):
            deny_unless_decided(forgetful)(given(forgetful))


def test_only_the_refusals_make_the_redirect_that_needs_no_leave() -> None:
    made = [
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == ToLogin.__name__
    ]
    assert made == ["base/problems.py"]


def test_nobody_else_touches_what_was_asked() -> None:
    touching = {
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "asked" for alias in node.names)
    }
    assert touching == {"base/policy/enforce.py"}


def test_outside_the_net_stands_only_what_holds_no_object() -> None:
    net = "normverk.base.policy.enforce.deny_unless_decided"
    assert settings.MIDDLEWARE[-1] == net
    assert [
        "normverk.base.requests.request_log",
        "normverk.base.requests.security_headers",
        "django.middleware.security.SecurityMiddleware",  # to https, the same address
        "normverk.base.requests.readable_only",
        "whitenoise.middleware.WhiteNoiseMiddleware",  # static files
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",  # to the same address with its slash
        "django.middleware.csrf.CsrfViewMiddleware",
        "normverk.base.accounts.middleware.actor_of_request",
        "normverk.base.problems.problem_responses",
        net,
    ] == settings.MIDDLEWARE


def test_static_files_are_our_own_and_nothing_else() -> None:
    assert "django.contrib.staticfiles" in settings.INSTALLED_APPS
    assert settings.STATICFILES_DIRS in ([], [settings.BUILT_ASSETS])
    assert not hasattr(settings, "WHITENOISE_ROOT")
    assert settings.MEDIA_ROOT == ""


def test_every_route_stands_under_the_policy_and_no_view_is_hidden_behind_another_resolver() -> None:
    assert sorted(route_names()) == sorted(ROUTE_ACTIONS)
    assert get_resolver().urlconf_name == "normverk.config.urls"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/needs", "/login", "/patients"])
def test_the_redirect_to_the_slash_leads_to_the_same_place_here(address: str) -> None:
    answer = Client().get(f"{address}?next=//evil.example/")
    assert (answer.status_code, answer["Location"]) == (301, f"{address}/?next=//evil.example/")
