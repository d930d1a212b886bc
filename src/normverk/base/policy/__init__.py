"""The one place that decides who may do what. Deny by default; every object is checked, not only every route."""

from normverk.base.policy.actor import Actor, Grant, Role, operator, system, visitor
from normverk.base.policy.decide import Denied, Facts, decide, require

__all__ = ["Actor", "Denied", "Facts", "Grant", "Role", "decide", "operator", "require", "system", "visitor"]
