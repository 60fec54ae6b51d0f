from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from .. import license_rules
from .service_desk_ci_data import LIVE_STATES
from .service_desk_license_data import POSITIONS

#: The relation by which software is found on things.
INSTALLED = "installed_on"


class ServiceDeskLicensePositionMixin(models.AbstractModel):
    """Where licenses stand: owned, assigned, installed, used, free."""

    _name = "service.desk.license.position.mixin"
    _description = "Position of Licenses"

    owned = fields.Integer(compute="_compute_position", help="Valid today.")
    assigned = fields.Integer(compute="_compute_position", help="Seats that people or things have.")
    installed = fields.Integer(compute="_compute_position", help="Things on which it was found.")
    used = fields.Integer(compute="_compute_position", help="What counts against what is owned.")
    free = fields.Integer(compute="_compute_position")
    position = fields.Selection(POSITIONS, compute="_compute_position", search="_search_position")

    @api.depends("right_ids", "seat_ids", "metric", "software_ids")
    def _compute_position(self):
        positions = self._positions()
        for one in self:
            found = positions.get(one._origin.id, license_rules.Position(0, 0, 0, 0))
            one.owned, one.assigned, one.installed = found.owned, found.assigned, found.installed
            one.used, one.free, one.position = found.used, found.free, found.verdict

    def _search_position(self, operator, value):
        if operator != "in":
            return NotImplemented
        everything = self.with_context(active_test=False).search(Domain.TRUE)
        return [("id", "in", [id_ for id_, found in everything._positions().items() if found.verdict in value])]

    def _positions(self):
        """id -> :class:`~..license_rules.Position`, with a few queries for all of them.

        Counts all there is, whoever asks: an over-use is one also where the reader sees half of it.
        """
        licenses = self._origin.sudo()  # sudo: see above; only numbers leave this method
        today = fields.Date.context_today(self)
        installed = licenses._installed_on()
        seats = licenses.seat_ids.filtered("is_current").grouped("license_id")
        none = self.env["service.desk.license.seat"].sudo()
        things = none.ci_id.union(*installed.values(), *(some.ci_id for some in seats.values()))
        cores = {thing.id: thing._values().get("cpu_cores") for thing in things} if things else {}
        positions = {}
        for one in licenses:
            theirs = seats.get(one, none)
            found = installed.get(one, none.ci_id)
            all_things = found | theirs.ci_id
            used = license_rules.used(
                one.metric,
                set(theirs.partner_id.ids),
                set(all_things.ids),
                cores,
                {thing.id: thing.location_id.id for thing in all_things},
                {thing.id for thing in all_things if thing.user_partner_id in theirs.partner_id},
            )
            owned = sum(right.quantity for right in one.right_ids if right._is_valid(today))
            positions[one.id] = license_rules.Position(owned, len(theirs), len(found), used)
        return positions

    def _installed_on(self):
        """license -> things in use on which one of its software is installed."""
        relations = self.env["service.desk.ci.relation"].sudo()
        rows = relations.search(
            [
                ("source_id", "in", self.software_ids.ids),
                ("type_id.code", "=", INSTALLED),
                ("target_id.state", "in", LIVE_STATES),
            ]
        )
        targets = defaultdict(lambda: rows.target_id.browse())
        for row in rows:
            targets[row.source_id] |= row.target_id
        nothing = rows.target_id.browse()
        return {
            one: nothing.union(*(targets[software] for software in one.software_ids))
            for one in self
            if one.software_ids
        }
