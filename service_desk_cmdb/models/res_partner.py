from odoo import models

from odoo.addons.service_desk import plan_rules

from .service_desk_task import TAKE_BACK


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _service_desk_holdings(self):
        """Things that people use and seats that they have, besides what the desk knows already."""
        rows = super()._service_desk_holdings()
        items, seats = self.env["service.desk.ci"]._used_by(self), self._service_desk_seats()
        tasks, moments = self._service_desk_takers(items), items._used_since()
        names = {item: item._name_in_hand() for item in items}
        rows += [
            {
                "partner": item.user_partner_id,
                "kind": "ci",
                "kind_label": item.class_id.name,
                "name": names[item],
                "own_name": names[item],
                "own_key": item._key_in_hand(),
                "record": item,
                "since": moments.get(item, False),
                "until": False,
                "state": "held",
                "must_return": True,
                "by_hand": True,
                "goes_with": tasks.get(item),
            }
            for item in items
        ]
        # What came with access goes with it, and stands there.
        rows += [
            {
                "partner": seat.partner_id,
                "kind": "license",
                "kind_label": self.env._("License"),
                "name": seat.license_id.name,
                "record": seat,
                "since": seat.date_taken,
                "until": seat.access_id.date_end,
                "state": "ending" if seat.access_id.state == "revoking" else "held",
                "must_return": not seat.access_id,
                "goes_with": seat.access_id or None,
            }
            for seat in seats
        ]
        return rows

    def _service_desk_seats(self):
        """The seats that these people have."""
        return self.env["service.desk.license.seat"].search(
            [("partner_id", "in", self.ids), ("date_freed", "=", False)], order="partner_id, license_id, id"
        )

    def _service_desk_takers(self, items):
        """item -> the open task by which it is taken back."""
        tasks = self.env["service.desk.task"].search(
            [("ci_ids", "in", items.ids), ("state", "in", plan_rules.OPEN_STATES)], order="id desc"
        )
        return {item: task for task in tasks if task.handing == TAKE_BACK for item in task.ci_ids}

    def _service_desk_give_back(self, reason):
        """Seats that came without access are free: nobody has to come by for that."""
        given = super()._service_desk_give_back(reason)
        seats = self._service_desk_seats().filtered(lambda seat: not seat.access_id)
        given += [(seat.partner_id, self.env._("License: %s", seat.license_id.name)) for seat in seats]
        seats._free()
        return given
