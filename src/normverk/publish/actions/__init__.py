"""Every write of publish: building, loading and withdrawing releases; making and trusting keys."""

from normverk.publish.actions.keys import Unclear, make_key, trust_keys
from normverk.publish.actions.releases import (
    SUPERSEDE,
    KeyMissing,
    Supersede,
    build_release,
    load_release,
    supersede_due,
)
from normverk.publish.actions.withdrawing import take_withdrawal, withdraw_release

__all__ = [
    "SUPERSEDE",
    "KeyMissing",
    "Supersede",
    "Unclear",
    "build_release",
    "load_release",
    "make_key",
    "supersede_due",
    "take_withdrawal",
    "trust_keys",
    "withdraw_release",
]
