"""The front page, choosing a language, logging in and out, and becoming a demonstration person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from normverk.base.accounts.actions import FAILURE_WINDOW, LoginRefused, log_in, note_login, seal_of
from normverk.base.accounts.models import Account
from normverk.base.policy import Actor, require
from normverk.web.forms import LoginForm, PersonForm
from normverk.web.front import boxes_for
from normverk.web.menu import tour_for
from normverk.web.persons import demonstration_persons
from normverk.web.redirects import safe_address


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What normverk is, what can be seen and done here, and in the demonstration a tour."""
    require(_actor(request), "page.view")
    context = {"boxes": boxes_for(request), "tour": tour_for(_actor(request)) if settings.DEMONSTRATION else ()}
    return render(request, "web/front.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the chosen language in a cookie and goes back to the page; an unknown language changes nothing."""
    require(_actor(request), "session.open")
    response = HttpResponseRedirect(safe_address(request, request.POST.get("next", "")))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            httponly=True,
            secure=settings.HTTPS,
            samesite="Lax",
        )
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Logging in with user name and password; a wrong pair and too many attempts are each said in one sentence."""
    require(_actor(request), "session.open")
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "GET":
        return _login_page(request, LoginForm(), wanted)
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _login_page(request, form, wanted, status=422)
    now = datetime.now(UTC)
    try:
        account = log_in(username=form.cleaned_data["username"], password=form.cleaned_data["password"], now=now)
    except LoginRefused as refused:
        if not refused.wait:
            return _login_page(request, form, wanted, refusal="login.refused", status=422)
        response = _login_page(request, form, wanted, refusal="login.wait", status=429)
        response["Retry-After"] = str(int(FAILURE_WINDOW.total_seconds()))
        return response
    return _become(request, account, "password", now)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    require(_actor(request), "session.open")
    request.session.flush()
    return HttpResponseRedirect(safe_address(request, ""))


@require_http_methods(["GET", "POST"])
def persons(request: HttpRequest) -> HttpResponse:
    """The chooser of demonstration persons. It is not there at all unless this installation is a demonstration."""
    require(_actor(request), "session.open")
    if not settings.DEMONSTRATION:
        raise Http404
    if request.method == "GET":
        context = {"persons": demonstration_persons(), "next": request.GET.get("next", "")}
        return render(request, "web/persons.html", context)
    form = PersonForm(request.POST)
    if not form.is_valid():
        raise Http404
    account = get_object_or_404(Account, username=form.cleaned_data["person"], demonstration=True, active=True)
    return _become(request, account, "demonstration", datetime.now(UTC))


def _become(request: HttpRequest, account: Account, way: str, now: datetime) -> HttpResponse:
    """Opens a new session for the account: nothing of the session before it is kept."""
    note_login(account=account, way=way, now=now)
    request.session.flush()
    request.session["account"], request.session["seal"] = str(account.id), seal_of(account)
    rotate_token(request)
    return HttpResponseRedirect(safe_address(request, request.POST.get("next", "")))


def _login_page(
    request: HttpRequest, form: LoginForm, wanted: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    minutes = int(FAILURE_WINDOW.total_seconds() // 60)
    context: dict[str, Any] = {"form": form, "next": wanted, "refusal": refusal, "minutes": minutes}
    return render(request, "web/login.html", context, status=status)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
