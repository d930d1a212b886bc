"""The FHIR R4 side of a release: what a FHIR package must hold, and CRMI's manifest and provenance. Pure.

package.json and .index.json follow HL7's package specification; the ImplementationGuide and the manifest Library
(asset-collection) follow the CRMI guide (STU 2); the Provenance tells the way from need to decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from normverk.norm.chain import Chain, Link
from normverk.norm.content import canonical_json
from normverk.norm.fhir.plan_definition import computer_name, resource_id, to_plan_definition
from normverk.norm.fhir.texts import put_text
from normverk.norm.text import Text
from normverk.publish.extensions import extension_definitions

if TYPE_CHECKING:
    from normverk.publish.package import ReleaseInput

FHIR_VERSION: Final = "4.0.1"
PLAN_DEFINITION: Final = "package/PlanDefinition-"
_MANIFEST_PROFILE: Final = "http://hl7.org/fhir/uv/crmi/StructureDefinition/crmi-manifestlibrary"
_INDEXED: Final = ("resourceType", "id", "url", "version", "kind", "type")

Resource = dict[str, Any]


def package_files(given: ReleaseInput) -> dict[str, bytes]:
    """The files of the release that FHIR tools read, by their name in the archive."""
    resources = [*_plan_definitions(given), *extension_definitions(given.version, given.content.owner)]
    resources += [manifest_library(given, resources), provenance(given, resources)]
    resources.append(implementation_guide(given, resources))
    names = {f"{resource['resourceType']}-{resource['id']}.json": resource for resource in resources}
    files = {f"package/{name}": canonical_json(resource) for name, resource in names.items()}
    files["package/.index.json"] = canonical_json(_index(names))
    files["package/package.json"] = canonical_json(package_json(given))
    return files


def package_json(given: ReleaseInput) -> dict[str, Any]:
    """What package tools read first. `dependencies` is empty: the release stands alone on FHIR's own definitions."""
    return {
        "name": given.package_id,
        "version": given.version,
        "type": "IG",
        "fhirVersions": [FHIR_VERSION],
        "canonical": f"{given.hub}/fhir/R4",
        "url": f"{given.hub}/releases/{given.package_id}/{given.version}/",
        "title": given.content.title.nb,
        "description": given.content.purpose.nb,
        "author": given.content.owner,
        "dependencies": {},
    }


def manifest_library(given: ReleaseInput, parts: list[Resource]) -> Resource:
    """CRMI's manifest: a Library of type asset-collection that names every resource of the release."""
    return {
        "resourceType": "Library",
        "id": "manifest",
        "meta": {"profile": [_MANIFEST_PROFILE]},
        "url": f"{given.hub}/fhir/R4/Library/{given.package_id}",
        "version": given.version,
        "name": computer_name(given.product),
        **worded("title", given.content.title),
        "status": "active",
        "experimental": given.content.demonstration,
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/library-type", "code": "asset-collection"}]},
        "publisher": given.content.owner,
        **worded("description", given.content.scope),
        **worded("purpose", given.content.purpose),
        "effectivePeriod": _period(given.valid_from, given.valid_to),
        "relatedArtifact": [
            {
                "extension": [
                    {"url": "http://hl7.org/fhir/StructureDefinition/artifact-isOwned", "valueBoolean": True}
                ],
                "type": "composed-of",
                "resource": f"{part['url']}|{part['version']}",
                "display": str(part.get("title") or part["id"]),
            }
            for part in parts
        ],
    }  # fmt: skip


def provenance(given: ReleaseInput, parts: list[Resource]) -> Resource:
    """The way from need to decision as FHIR Provenance. `recorded` is the day of the last station, not of the build."""
    days = sorted(link.on for link in given.chain.links if link.on is not None) or [given.valid_from]
    agents = list(dict.fromkeys(by for link in given.chain.links if (by := link.by.in_language("nb")))) or [
        given.content.owner
    ]
    return {
        "resourceType": "Provenance",
        "id": "governance",
        "target": [{"reference": f"{part['resourceType']}/{part['id']}"} for part in parts],
        "occurredPeriod": _period(days[0], days[-1]),
        "recorded": f"{days[-1].isoformat()}T00:00:00Z",
        "activity": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion", "code": "LA"}],
        },
        "agent": [
            {
                "type": {
                    "coding": [
                        {
                            "system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                            "code": "author",
                        }
                    ]
                },
                "who": {"display": agent},
            }
            for agent in agents
        ],
        "entity": [_entity(link, given.hub) for link in given.chain.links],
    }


def implementation_guide(given: ReleaseInput, resources: list[Resource]) -> Resource:
    """The package as CRMI wants it described: one ImplementationGuide that lists what is inside."""
    return {
        "resourceType": "ImplementationGuide",
        "id": given.package_id,
        "url": f"{given.hub}/fhir/R4/ImplementationGuide/{given.package_id}",
        "version": given.version,
        "name": computer_name(given.product),
        **worded("title", given.content.title),
        "status": "active",
        "experimental": given.content.demonstration,
        "publisher": given.content.owner,
        "packageId": given.package_id,
        "fhirVersion": [FHIR_VERSION],
        "definition": {
            "resource": [
                {"reference": {"reference": f"{resource['resourceType']}/{resource['id']}"}, "exampleBoolean": False}
                for resource in resources
            ]
        },
    }


def worded(element: str, text: Text) -> dict[str, Any]:
    """A FHIR string element in bokmål with its translations, or nothing when the text is empty."""
    written: dict[str, Any] = {}
    put_text(written, element, text, element)
    return written


def chain_address(link: Link, hub: str) -> str:
    """The full address of a station: relative ones start at the hub that published the release."""
    return urljoin(f"{hub}/", link.page)


def decision_ref(chain: Chain) -> str:
    """The decision a release stands on: the last one of the chain; empty when the chain has none."""
    decisions = chain.of_kind("decision")
    return decisions[-1].ref if decisions else ""


def _plan_definitions(given: ReleaseInput) -> list[Resource]:
    if given.content.pathway is None:
        return []
    pathway = given.content.pathway
    plan = to_plan_definition(
        pathway,
        url=f"{given.hub}/fhir/R4/PlanDefinition/{resource_id(pathway.id)}",
        version=given.version,
        publisher=given.content.owner,
        status="active",
        experimental=given.content.demonstration,
    )
    return [plan]


def _entity(link: Link, hub: str) -> Resource:
    return {
        "role": "source",
        "what": {
            "identifier": {"system": f"{hub}/{link.kind}", "value": link.ref},
            "display": f"{link.kind} {link.ref}: {link.title.nb}",
            **({"reference": chain_address(link, hub)} if link.page else {}),
        },
    }


def _index(names: Mapping[str, Resource]) -> dict[str, Any]:
    files = [
        {"filename": name} | {field: resource[field] for field in _INDEXED if isinstance(resource.get(field), str)}
        for name, resource in sorted(names.items())
    ]
    return {"index-version": 1, "files": files}


def _period(begin: date, end: date | None) -> dict[str, str]:
    return {"start": begin.isoformat()} | ({"end": end.isoformat()} if end else {})
