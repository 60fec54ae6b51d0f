from odoo import fields, models


class ResPartner(models.Model):
    """A person who holds something of the company's."""

    _inherit = "res.partner"

    service_desk_access_count = fields.Integer(
        string="Access", compute="_compute_service_desk_access_count", groups="service_desk.group_agent"
    )

    def _compute_service_desk_access_count(self):
        counts = dict(
            self.env["service.desk.access"]._read_group(
                [("partner_id", "in", self.ids), ("state", "in", ("active", "revoking"))],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.service_desk_access_count = counts.get(partner, 0)

    def action_open_service_desk_access(self):
        """What this person has."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_access_action")
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "display_name": self.env._("Access of %s", self.name),
        }

    def _service_desk_holdings(self):
        """What a person holds and must give back when they leave.

        Extended by what keeps other things: devices, licenses. Called with superuser rights.

        :return: list of dicts: ``kind``, ``name``, ``record``, ``since`` and ``until`` (or False)
        """
        self.ensure_one()
        accesses = self.env["service.desk.access"].search(
            [
                ("partner_id", "=", self.id),
                ("state", "in", ("requested", "approval", "granting", "active", "revoking")),
            ]
        )
        return [
            {
                "kind": "access",
                "name": access.entitlement_id.name,
                "record": access,
                "since": access.date_granted,
                "until": access.date_end,
            }
            for access in accesses
        ]
