from odoo import api, models
from odoo.fields import Domain

from .service_desk_access_data import LIVE_STATES

#: Ended access that a holder is still shown.
SHOWN_ENDED = 20
#: state -> icon; the words are those of the state.
ICONS = {
    "requested": "fa-inbox",
    "approval": "fa-hourglass-half",
    "granting": "fa-wrench",
    "active": "fa-check-circle",
    "revoking": "fa-wrench",
    "revoked": "fa-times-circle",
    "refused": "fa-ban",
    "cancelled": "fa-times-circle",
}


class ServiceDeskAccessPortalMixin(models.AbstractModel):
    """What holders see of their access on the portal: plain values, nothing else leaves."""

    _name = "service.desk.access.portal.mixin"
    _description = "Access on the Portal"

    @api.model
    def _portal_lists(self):
        """The current user's access: what lives, and what has ended lately."""
        mine = Domain("partner_id", "=", self.env.user.partner_id.id)
        live = self.search(mine & Domain("state", "in", LIVE_STATES), order="date_end, id")
        ended = self.search(mine & Domain("state", "not in", LIVE_STATES), order="id desc", limit=SHOWN_ENDED)
        return [access._portal_values() for access in live], [access._portal_values() for access in ended]

    @api.model
    def _portal_devices(self):
        """The things that the current user has in hand: plain values, and never how or when that ends.

        Who is to leave may not know it yet.
        """
        # sudo: what the current user has; the names that are meant for them leave, and nothing else.
        rows = self.env.user.partner_id.sudo()._service_desk_holdings()
        reportable = dict(self.env["service.desk.portal"]._device_choices())
        return [
            {
                "name": row["own_name"],
                "kind": row["kind_label"],
                "since": row["since"],
                "key": row["own_key"] if row.get("own_key") in reportable else "",
            }
            for row in rows
            if row.get("own_name")
        ]

    @api.model
    def _portal_access(self, access_id):
        """The current user's own record, or None: missing and not theirs look the same."""
        mine = [("id", "=", access_id), ("partner_id", "=", self.env.user.partner_id.id)]
        return self.search(mine, limit=1) or None

    def _portal_values(self):
        self.ensure_one()
        # sudo: name, system and description of an entitlement are for those who hold it.
        entitlement = self.sudo().entitlement_id
        return {
            "id": self.id,
            "name": entitlement.name,
            "description": entitlement.description,
            "system": entitlement.service_id.name,
            "state": self.state,
            "state_label": self._state_label(self.state),
            "icon": ICONS[self.state],
            "since": self.date_granted,
            "until": self.date_end,
            "ended": self.date_revoked,
            "asked_until": self.date_end_asked,
            "emergency_until": self.state in ("granting", "active") and self.date_emergency_end,
            "max_days": entitlement.max_days,
            "is_emergency": self.is_emergency,
            "may_extend": self.state == "active" and bool(self.date_end) and self.approval_state != "pending",
            "may_return": self.state in ("requested", "approval", "granting", "active"),
            "is_given": self.state in ("granting", "active"),
        }
