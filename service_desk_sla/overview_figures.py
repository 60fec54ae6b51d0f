"""Promises at a glance: what the overview and the digest count of them.

A figure here is like those of the desk itself: the list behind a number is made of the very words
that counted it.
"""

from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from odoo.addons.service_desk.overview.figures import Figure

from .models.service_desk_sla_state_mixin import state_domain

_lt = LazyTranslate(__name__)

SLA_FIGURES = {
    "breached": Figure(
        "open",
        _lt("Breached"),
        _lt("Open tickets of which something that was promised came late, or is late."),
        condition=lambda at: state_domain("breached", at.now),
    ),
    "at_risk": Figure(
        "open",
        _lt("At Risk"),
        _lt("Open tickets, still in time, with little left of what was promised."),
        condition=lambda at: state_domain("risk", at.now),
    ),
    "in_time": Figure(
        "resolved",
        _lt("In Time"),
        _lt("Of the tickets resolved in the period about which something was promised, those that kept all of it."),
        base=lambda _at: Domain("promise_state", "=", "ended"),
        condition=lambda _at: Domain("is_breached", "=", False),
        is_share=True,
    ),
}
