"""Every part in which a draft is edited, by its name in addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from normverk.govern.catalogue.parts import PARTS, Part
from normverk.govern.catalogue.pathway_forms.parts import PATHWAY_PARTS

ALL_PARTS: Final[Mapping[str, Part]] = {**PARTS, **PATHWAY_PARTS}
