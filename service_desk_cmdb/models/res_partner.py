from odoo import models

from .service_desk_ci_data import GONE_STATES


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _service_desk_holdings(self):
        """Things that people use and seats that they have, besides what the desk knows already."""
        rows = super()._service_desk_holdings()
        items = self.env["service.desk.ci"].search(
            [("user_partner_id", "in", self.ids), ("state", "not in", GONE_STATES)], order="user_partner_id, name, id"
        )
        rows += [
            {
                "partner": item.user_partner_id,
                "kind": "ci",
                "kind_label": item.class_id.name,
                "name": " ".join(filter(None, [item.name, item.asset_tag or item.serial_number])),
                "record": item,
                "since": False,
                "until": False,
                "state": "held",
                "must_return": True,
            }
            for item in items
        ]
        seats = self.env["service.desk.license.seat"].search(
            [("partner_id", "in", self.ids), ("date_freed", "=", False)], order="partner_id, license_id, id"
        )
        # What came with access goes with it, and stands there.
        rows += [
            {
                "partner": seat.partner_id,
                "kind": "license",
                "kind_label": self.env._("License"),
                "name": seat.license_id.name,
                "record": seat,
                "since": seat.date_taken,
                "until": False,
                "state": "held",
                "must_return": not seat.access_id,
            }
            for seat in seats
        ]
        return rows
