"""Finds out who a request comes from: the session of a person, or the access token of a program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from normverk.base.accounts.actions import actor_of, seal_of, token_digest
from normverk.base.accounts.models import AccessToken, Account
from normverk.base.policy import Actor, visitor


def actor_of_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that sets request.actor. A token that is unknown, expired or revoked makes a visitor, and so does a
    session of an account that is closed or has another password since."""

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
        return actor_of(token.account) if token and _stands(token.account) else visitor()
    account_id = request.session.get("account")
    if account_id is None:
        return visitor()
    account = Account.objects.filter(pk=account_id).prefetch_related("role_grants").first()
    if account is None or not _stands(account):
        return visitor()
    # A session opened with an earlier password has ended.
    return actor_of(account) if constant_time_compare(request.session.get("seal", ""), seal_of(account)) else visitor()


def _stands(account: Account) -> bool:
    """Whether the account may be used now: invented persons only where the installation is a demonstration."""
    return account.active and (settings.DEMONSTRATION or not account.demonstration)
