"""The net under the views: an answer that no policy decision stands behind does not leave the house.

Two answers below 400 need none. `ToLogin` is a refusal in the form a person gets it; only problems.py makes one. And what
the middleware outside this net answers by itself: files under /static/, and redirects to the same address with its slash or
with https.
"""

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
            if not refused and (action is None or action not in asked.get()):
                place = match.route if match else "something that is no route"
                raise RuntimeError(f"{request.method} {place} answered without the policy allowing {action}")
            return response
        finally:
            asked.reset(token)

    return middleware
