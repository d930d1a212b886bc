"""Every write of hearings."""

from normverk.govern.consultation.actions.answers import PartText, Sender, send_response
from normverk.govern.consultation.actions.hearings import (
    extend_consultation,
    open_consultation,
    publish_outcome,
    withdraw_consultation,
)
from normverk.govern.consultation.actions.treatment import publish_response, treat_part, withhold_response

__all__ = [
    "PartText",
    "Sender",
    "extend_consultation",
    "open_consultation",
    "publish_outcome",
    "publish_response",
    "send_response",
    "treat_part",
    "withdraw_consultation",
    "withhold_response",
]
