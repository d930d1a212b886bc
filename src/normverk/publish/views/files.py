"""Files: a release's package and what is in it, the package registry, the feeds, and the public keys."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from normverk.base.policy import require
from normverk.base.requests import who
from normverk.norm.days import local_date
from normverk.publish import feeds, keys, queries
from normverk.publish.models import Release
from normverk.publish.notices import Withdrawal, sign_withdrawal
from normverk.publish.resources import FHIR_VERSION
from normverk.publish.views.pages import found

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_FOR_A_WHILE: Final = "public, max-age=300"


@require_safe
def release_file(request: HttpRequest, package_id: str, version: str, name: str) -> HttpResponseBase:
    """The whole package (`<package>-<version>.tgz`) or one file in it, such as PlanDefinition-A01.json."""
    row = found(package_id, version)
    require(who(request), "release.view", row.policy_facts())
    if name == f"{package_id}-{version}.tgz":
        return _tarball(request, row)
    content = queries.decoded(row.digest).files.get(f"package/{name}")
    if content is None:
        raise Http404
    kind = _media_type(name)
    return _unchanging(request, content, kind, hashlib.sha256(content).hexdigest(), name.rsplit("/", 1)[-1])


@require_safe
def package(request: HttpRequest, package_id: str) -> HttpResponse:
    """All versions of a package, as npm and FHIR package clients ask for them."""
    require(who(request), "release.view")
    rows = queries.package_versions(package_id)
    if not rows:
        raise Http404
    latest = queries.latest(package_id) or rows[0]
    plain = {
        "_id": package_id,
        "name": package_id,
        "description": latest.title["nb"],
        "dist-tags": {"latest": latest.version},
        "versions": {row.version: _version_plain(row) for row in reversed(rows)},
        "time": {row.version: row.recorded_at.isoformat() for row in reversed(rows)},
    }
    response = JsonResponse(plain)
    response["Cache-Control"] = _FOR_A_WHILE
    return response


@require_safe
def package_version(request: HttpRequest, package_id: str, version: str) -> HttpResponseBase:
    """The package file of one version; its metadata for a client that asks for JSON."""
    row = found(package_id, version)
    require(who(request), "release.view", row.policy_facts())
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    response = JsonResponse(_version_plain(row)) if wants_json else _tarball(request, row)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def package_feed(request: HttpRequest) -> HttpResponse:
    """The RSS feed that FHIR package registries read, with the change notes."""
    require(who(request), "release.view")
    return _feed(feeds.package_feed(), "application/rss+xml; charset=utf-8")


@require_safe
def releases_feed(request: HttpRequest) -> HttpResponse:
    """The Atom feed of releases, for people."""
    require(who(request), "release.view")
    return _feed(feeds.releases_feed(), "application/atom+xml; charset=utf-8")


@require_safe
def public_keys(request: HttpRequest) -> HttpResponse:
    """The public keys that releases from here are signed with, as JWKS (RFC 7517)."""
    require(who(request), "release.view")
    response = JsonResponse(keys.key_set(keys.public_keys(keys.PUBLISHED)), content_type="application/jwk-set+json")
    response["Cache-Control"] = _FOR_A_WHILE
    return response


def _tarball(request: HttpRequest, row: Release) -> HttpResponseBase:
    return _unchanging(request, bytes(row.file), "application/gzip", row.digest, f"{row.package_id}-{row.version}.tgz")


def _unchanging(request: HttpRequest, content: bytes, media: str, digest: str, name: str) -> HttpResponseBase:
    """A file that never changes: its digest is its ETag, and it may be kept for ever."""
    etag = f'"{digest}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(content, content_type=media)
    response["ETag"] = etag
    response["Cache-Control"] = _FOR_EVER
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _media_type(name: str) -> str:
    if name.endswith(".jws"):
        return "application/jose"
    is_resource = "/" not in name and name not in {"package.json", ".index.json"}
    return "application/fhir+json" if is_resource else "application/json"


def _version_plain(row: Release) -> dict[str, Any]:
    """One version as npm describes it. A withdrawn one is marked deprecated, with a signed notice; it stays there."""
    file = bytes(row.file)
    plain: dict[str, Any] = json.loads(queries.decoded(row.digest).files["package/package.json"]) | {
        "fhirVersion": FHIR_VERSION,
        "dist": {
            "shasum": hashlib.sha1(file, usedforsecurity=False).hexdigest(),
            "integrity": "sha512-" + base64.b64encode(hashlib.sha512(file).digest()).decode(),
            "tarball": f"{settings.ORIGIN}/packages/{row.package_id}/{row.version}",
        },
    }
    reason = queries.withdrawal(row)
    if reason is None:
        return plain
    notice = _signed_withdrawal(row)
    return plain | {"deprecated": reason.in_language("en")} | ({"withdrawal": notice} if notice else {})


def _signed_withdrawal(row: Release) -> str:
    """The notice that edges believe; empty when this installation is not the one that published the release."""
    event, reason, key = queries.withdrawal_event(row), queries.withdrawal(row), keys.signing_key()
    if event is None or reason is None or key is None or row.origin != Release.Origin.BUILT:
        return ""
    return sign_withdrawal(Withdrawal(row.package_id, row.version, row.digest, local_date(event.at), reason), key)


def _feed(text: str, media: str) -> HttpResponse:
    response = HttpResponse(text, content_type=media)
    response["Cache-Control"] = _FOR_A_WHILE
    return response
