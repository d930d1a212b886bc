"""How messages from a site to the hub are signed for."""

from __future__ import annotations

from django.conf import settings

from normverk.base.jobs.kinds import headers_for


def site_headers(kind: str) -> None:
    """Has messages of a kind signed for with this site's token at the hub; it is read when a message is sent."""
    headers_for(kind, lambda: {"Authorization": f"Bearer {settings.HUB_TOKEN}"})
