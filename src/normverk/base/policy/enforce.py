"""The net under the views: an answer that no policy decision stands behind does not leave the house."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from normverk.base.policy.decide import asked
from normverk.base.problems import ToLogin
from normverk.base.routes import ROUTE_ACTIONS


def deny_unless_decided(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that raises when a view has answered with success without the policy allowing its route's action."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = asked.set(())
        try:
            response = get_response(request)
            match = request.resolver_match
            action = ROUTE_ACTIONS.get(match.view_name or "") if match else None
            refused = response.status_code >= 400 or isinstance(response, ToLogin)
            if not refused and match and (action is None or action not in asked.get()):
                raise RuntimeError(f"{request.method} {match.route} answered without the policy allowing {action}")
            return response
        finally:
            asked.reset(token)

    return middleware
