"""The addresses of publish."""

from __future__ import annotations

from normverk.base.api.openapi import Operation, Query, describe
from normverk.base.routes import route
from normverk.publish.answers import ReleaseDetail, ReleaseDiff, ReleaseList
from normverk.publish.views import api, files, kinds, pages, reading, written

_VIEW = "release.view"
_ONE = "<str:package_id>/<str:version>"

urlpatterns = [
    route("products/", pages.products, name="products", action=_VIEW),
    route("products/<slug:slug>/", pages.product, name="product", action=_VIEW),
    route(
        "products/<slug:slug>/compare/<str:before>/<str:after>/", pages.compare, name="release-compare", action=_VIEW
    ),
    route("products/<slug:slug>/<str:version>.pdf", written.paper, name="read-pdf", action=_VIEW),
    route(
        "products/<slug:slug>/languages/<str:version>/<str:first>/<str:second>/",
        written.languages,
        name="read-languages",
        action=_VIEW,
    ),
    route("kinds/", kinds.kinds, name="kinds", action=_VIEW),
    route("written-forms/", written.forms, name="written-forms", action=_VIEW),
    route("products/<slug:slug>/<str:version>/", reading.read_product, name="read-product", action=_VIEW),
    route(
        "products/<slug:slug>/<str:version>/<path:section>/", reading.read_section, name="read-section", action=_VIEW
    ),
    route("releases/", pages.releases, name="releases", action=_VIEW),
    route(f"releases/{_ONE}/", pages.release, name="release", action=_VIEW),
    route(f"releases/{_ONE}/files/<path:name>", files.release_file, name="release-file", action=_VIEW),
    route("packages/package-feed.xml", files.package_feed, name="package-feed", action=_VIEW),
    route("packages/<str:package_id>", files.package, name="package", action=_VIEW),
    route(f"packages/{_ONE}", files.package_version, name="package-version", action=_VIEW),
    route("feeds/releases.atom", files.releases_feed, name="releases-feed", action=_VIEW),
    route(".well-known/normverk-keys.json", files.public_keys, name="public-keys", action=_VIEW),
    route("api/v1/kinds/", kinds.list_kinds, name="api-kinds", action=_VIEW),
    route("api/v1/releases/", api.list_releases, name="api-releases", action=_VIEW),
    route(f"api/v1/releases/{_ONE}/", api.one_release, name="api-release", action=_VIEW),
    route(
        "api/v1/releases/<str:package_id>/<str:before>/diff/<str:after>/",
        api.diff_releases,
        name="api-release-diff",
        action=_VIEW,
    ),
]

describe(
    Operation(
        "api-kinds",
        "get",
        "The kinds of normative products: what each must state and usually holds, its analysis and its template.",
        answer=kinds.KindList,
        refusals=(),
    ),
    Operation(
        "api-releases",
        "get",
        "The releases held here, the latest recorded first.",
        answer=ReleaseList,
        queries=(Query("product", "Only releases of the product with this slug."),),
        refusals=(),
    ),
    Operation("api-release", "get", "A release with its content, chain and files.", answer=ReleaseDetail),
    Operation("api-release-diff", "get", "What differs between two versions of a package.", answer=ReleaseDiff),
)
