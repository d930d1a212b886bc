"""How a product of the catalogue stands, for norms that refer to it by its slug or by the address of its page."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings

from normverk.govern.catalogue.models import Edition
from normverk.norm.checks.subjects import Standing, State

_LEVELS: Final = {"ehealth-guide": 0, "ehealth-guideline": 1, "standard": 2}
_PAGE: Final = re.compile(r"(?:/products|/editions)/([-\w]+)(?:/.*)?")
_SLUG: Final = re.compile(r"[-\w]+")


def standing_of(address: str) -> Standing | None:
    """The standing of the product whose slug or page `address` is; None for everything else, and for what was never
    published: that is somebody's draft, and nobody can rest on it yet."""
    local = address.removeprefix(settings.ORIGIN)
    found = _PAGE.fullmatch(local) or _SLUG.fullmatch(address)
    if found is None:
        return None
    slug = found[1] if found.re is _PAGE else found[0]
    editions = Edition.objects.filter(product__slug=slug).select_related("product")
    known = {
        edition.state: edition for edition in editions if edition.state in {"published", "superseded", "withdrawn"}
    }
    if not known:
        return None
    state: State = "in-force" if "published" in known else "withdrawn" if "withdrawn" in known else "superseded"
    product = next(iter(known.values())).product
    return Standing(product.title_text.nb, state, _LEVELS.get(product.kind))
