"""The interface at /innhold: the same shape as the national content API, with conditional requests and pages."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import msgspec
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from normverk.base.policy import require
from normverk.base.requests import who
from normverk.publish.library import interface, queries
from normverk.publish.library.types import LISTINGS
from normverk.publish.views.pages import today

_USUAL: Final = 100
_MOST: Final = 500


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """Infobits of any type; with ?infoTyper=a,b those of these types, with ?kodeverk=&kode= those about a code."""
    require(who(request), "library.view", {"public": True})
    _only(request, {"infoTyper", "kodeverk", "kode", "top", "skip"})
    system, code = request.GET.get("kodeverk", ""), request.GET.get("kode", "")
    if bool(system) != bool(code):
        raise BadRequest("kodeverk and kode go together")
    wanted = tuple(one.strip() for one in request.GET.get("infoTyper", "").split(",") if one.strip())
    return _page(request, wanted, (system, code) if system else None)


@require_safe
def listing(request: HttpRequest, listing: str) -> HttpResponseBase:
    """The infobits of one type."""
    require(who(request), "library.view", {"public": True})
    _only(request, {"top", "skip"})
    return _page(request, (_type(listing),), None)


@require_safe
def one(request: HttpRequest, node_id: str) -> HttpResponseBase:
    """One infobit by its id, whatever its type."""
    require(who(request), "library.view", {"public": True})
    found = interface.one(node_id, today())
    if found is None:
        raise Http404
    return _json(request, found)


@require_safe
def one_of(request: HttpRequest, listing: str, node_id: str) -> HttpResponseBase:
    """One infobit in the list of its type. The source gives it in other lists too; here it stands in its own."""
    require(who(request), "library.view", {"public": True})
    wanted = _type(listing)
    found = interface.one(node_id, today())
    if found is None or found["tekniskeData"]["infoType"] != wanted:
        raise Http404
    return _json(request, found)


@require_safe
def publication(request: HttpRequest, structure: str) -> HttpResponseBase:
    """A publication by its strukturId: its product, and everything that stands in it."""
    require(who(request), "library.view", {"public": True})
    held = [entry for entry in interface.own(today()) if _structure(entry.infobit.given) == structure]
    members = [{"id": node.pk, "infoType": node.info_type, "tittel": node.title} for node in queries.members(structure)]
    members += [
        {"id": entry.infobit.id, "infoType": entry.infobit.info_type, "tittel": entry.infobit.section.title.nb}
        for entry in held
    ]
    if not members:
        raise Http404
    root = held[0].infobit.id if held else queries.root_of(structure)
    return _json(
        request,
        {
            "strukturId": structure,
            "root": interface.one(root, today()),
            "medlemmer": [one | {"href": f"{interface.root()}/innhold/{one['id']}"} for one in members],
        },
    )


@require_safe
def changes(request: HttpRequest) -> HttpResponseBase:
    """What was recorded here after ?since=, a cursor that an earlier answer gave as `next`."""
    require(who(request), "library.view", {"public": True})
    _only(request, {"since", "top"})
    try:
        found = interface.changes_since(request.GET.get("since", ""), _number(request, "top", _USUAL, _MOST))
    except ValueError as wrong:
        raise BadRequest(str(wrong)) from None
    return _json(request, found)


def _page(request: HttpRequest, wanted: tuple[str, ...], about: tuple[str, str] | None) -> HttpResponseBase:
    """A page of a list: those read in by id, then our own."""
    top, skip = _number(request, "top", _USUAL, _MOST), _number(request, "skip", 0, 10**9)
    rows = queries.with_code(*about) if about else queries.nodes().order_by("id")
    rows = rows.filter(info_type__in=wanted) if wanted else rows
    whole = rows.count()
    own = [
        entry
        for entry in interface.own(today())
        if (not wanted or entry.infobit.info_type in wanted)
        and (about is None or _is_about(entry.infobit.given, about))
    ]
    made = interface.many(list(rows[skip : skip + top]))
    start = max(skip - whole, 0)
    made += [interface.own_plain(entry, today()) for entry in own[start : start + top - len(made)]]
    response = _json(request, made)
    if skip + top < whole + len(own):
        query = request.GET.copy()
        query["skip"], query["top"] = str(skip + top), str(top)
        response["Link"] = f'<{interface.root().rsplit("/", 1)[0]}{request.path}?{query.urlencode()}>; rel="next"'
    response["X-Total-Count"] = str(whole + len(own))
    return response


def _json(request: HttpRequest, found: Any) -> HttpResponseBase:
    body = msgspec.json.encode(found)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=60"
    return response


def _structure(given: dict[str, Any]) -> str:
    return str(given["links"][-1]["strukturId"])


def _is_about(given: dict[str, Any], about: tuple[str, str]) -> bool:
    return any(held["kode"] == about[1] for held in (given["koder"] or {}).get(about[0], ()))


def _type(listing: str) -> str:
    known = LISTINGS.get(listing) or (listing if listing in queries.info_types() else "")
    if not known:
        raise Http404
    return known


def _only(request: HttpRequest, known: set[str]) -> None:
    """A parameter that is not known is refused: who misspells a filter must not get everything."""
    if unknown := sorted(set(request.GET) - known):
        raise BadRequest(
            f"only these parameters are known here: {', '.join(sorted(known))} ({len(unknown)} others given)"
        )


def _number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return usual
    if not (given.isascii() and given.isdecimal() and len(given) < 11):
        raise BadRequest(f"{name} is a whole number")
    return min(int(given), most)
