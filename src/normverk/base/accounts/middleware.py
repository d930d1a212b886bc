"""Finds out who a request comes from: the session of a person, or the access token of a program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from normverk.base.accounts.actions import actor_of, token_digest
from normverk.base.accounts.models import AccessToken, Account
from normverk.base.policy import Actor, visitor


def actor_of_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that sets request.actor. A token that is unknown, expired or revoked makes a visitor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = _actor(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _actor(request: HttpRequest) -> Actor:
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith("Bearer "):
        token = AccessToken.objects.filter(
            digest=token_digest(authorization[7:]), revoked=False, expires_at__gt=datetime.now(UTC)
        ).first()
        return actor_of(token.account) if token and token.account.active else visitor()
    account_id = request.session.get("account")
    if account_id is None:
        return visitor()
    account = Account.objects.filter(pk=account_id, active=True).prefetch_related("role_grants").first()
    return actor_of(account) if account else visitor()
