"""Every write of needs and cases."""

from normverk.govern.process.actions.cases import assess_change, open_case, save_inquiry
from normverk.govern.process.actions.decisions import Waived, decide
from normverk.govern.process.actions.needs import assess_need, report_need
from normverk.govern.process.actions.publishing import publish_approved
from normverk.govern.process.actions.waivers import waive_rule

__all__ = [
    "Waived",
    "assess_change",
    "assess_need",
    "decide",
    "open_case",
    "publish_approved",
    "report_need",
    "save_inquiry",
    "waive_rule",
]
