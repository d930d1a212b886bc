"""Every operation of our own API is described, and the description is a well-formed OpenAPI document."""

from __future__ import annotations

import json

from normverk.base.api.openapi import OPERATIONS, api_routes, document


def test_every_api_route_is_described_and_nothing_else() -> None:
    routes = set(api_routes())
    assert set(OPERATIONS) == routes


def test_every_reference_leads_to_a_schema() -> None:
    text = json.dumps(document())
    known = {f"#/components/schemas/{name}" for name in document()["components"]["schemas"]}
    used = {part.split('"')[0] for part in text.split('"$ref": "')[1:]}
    assert used - known == set()


def test_every_path_argument_is_declared() -> None:
    for address, methods in document()["paths"].items():
        for operation in methods.values():
            arguments = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert {part.split("}")[0] for part in address.split("{")[1:]} == arguments, address
