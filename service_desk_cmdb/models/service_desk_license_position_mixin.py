from odoo import api, fields, models
from odoo.fields import Domain

from .. import license_rules
from .service_desk_ci_data import LIVE_STATES
from .service_desk_license_data import PERSONAL, POSITIONS

#: The relation by which software is found on things.
INSTALLED = "installed_on"


class ServiceDeskLicensePositionMixin(models.AbstractModel):
    """Where licenses stand: owned, assigned, installed, used, free."""

    _name = "service.desk.license.position.mixin"
    _description = "Position of Licenses"

    owned = fields.Integer(compute="_compute_position", help="Valid today.")
    assigned = fields.Integer(compute="_compute_position", help="Seats that people or things have.")
    installed = fields.Integer(compute="_compute_position", help="Things on which it was found.")
    used = fields.Integer(
        compute="_compute_position",
        help="What counts against what is owned, by the metric: people with a seat, things with a seat or on which it"
        " is installed, their cores, or the places where they stand.",
    )
    counted_ci_count = fields.Integer(
        string="Items That Count", compute="_compute_position", help="Things among what makes up what is used."
    )
    free = fields.Integer(compute="_compute_position", help="Owned less used; negative where more is used than owned.")
    position = fields.Selection(POSITIONS, compute="_compute_position", search="_search_position")

    @api.depends(
        "metric",
        "software_ids",
        "right_ids.quantity",
        "right_ids.date_start",
        "right_ids.date_end",
        "right_ids.contract_id.state",
        "right_ids.replaced_by_ids.date_start",
        "right_ids.replaced_by_ids.date_end",
        "right_ids.replaced_by_ids.quantity",
        "seat_ids.date_freed",
    )
    def _compute_position(self):
        positions = self._positions()
        for one in self:
            found = positions.get(one._origin.id, license_rules.Position(0, 0, 0, 0))
            one.owned, one.assigned, one.installed = found.owned, found.assigned, found.installed
            one.used, one.counted_ci_count = found.used, found.things
            one.free, one.position = found.free, found.verdict

    def _search_position(self, operator, value):
        if operator != "in":
            return NotImplemented
        everything = self.with_context(active_test=False).search(Domain.TRUE)
        return [("id", "in", [id_ for id_, found in everything._positions().items() if found.verdict in value])]

    def _positions(self, joining=None):
        """id -> :class:`~..license_rules.Position`, with a few queries for all of them.

        Counts all there is, whoever asks: an over-use is one also where the reader sees half of it.

        :param joining: people or things, to see what it would be if they had a seat as well
        """
        licenses = self._origin.sudo()  # sudo: see above; only numbers leave this method
        installed = licenses._installed_on()
        seats = licenses.seat_ids.filtered("is_current").grouped("license_id")
        none = self.env["service.desk.license.seat"].sudo()
        people, things = none.partner_id, none.ci_id
        if joining:
            people, things = (joining.sudo(), things) if joining._name == people._name else (people, joining.sudo())
        cores = licenses._cores(installed, seats, things)
        counts = licenses.right_ids._counted(fields.Date.context_today(self))
        positions = {}
        for one in licenses:
            theirs = seats.get(one, none)
            found = installed.get(one, none.ci_id)
            holders, hosts = theirs.partner_id | people, found | theirs.ci_id | things
            theirs_anyway = {thing.id for thing in hosts if thing.user_partner_id in holders}
            sites = {thing.id: thing.location_id.id for thing in hosts}
            used = license_rules.used(one.metric, set(holders.ids), set(hosts.ids), cores, sites, theirs_anyway)
            counted = license_rules.counted_things(one.metric, hosts.ids, theirs_anyway)
            owned = sum(counts[right] for right in one.right_ids)
            positions[one.id] = license_rules.Position(owned, len(theirs), len(found), used, len(counted))
        return positions

    def _cores(self, installed, seats, more):
        """id of a thing -> its cores, where these count: to read properties takes long."""
        by_core = self.filtered(lambda one: one.metric == license_rules.CORE)
        things = more.union(
            *(installed[one] for one in by_core if one in installed),
            *(seats[one].ci_id for one in by_core if one in seats),
        )
        return {thing.id: thing._values().get("cpu_cores") for thing in things} if by_core else {}

    def _installed_on(self):
        """license -> things in use on which one of its software is installed."""
        relations = self.env["service.desk.ci.relation"].sudo()
        rows = relations.search_fetch(
            [
                ("source_id", "in", self.software_ids.ids),
                ("type_id.code", "=", INSTALLED),
                ("target_id.state", "in", LIVE_STATES),
            ],
            ["source_id", "target_id"],
            order="id",
        )
        # There may be ten thousand: no more of each than what counting asks for.
        rows.target_id.fetch(["location_id", "user_partner_id"])
        targets = {software: found.target_id for software, found in rows.grouped("source_id").items()}
        nothing = rows.target_id.browse()
        return {
            one: nothing.union(*(targets.get(software, nothing) for software in one.software_ids))
            for one in self
            if one.software_ids
        }

    # -- What makes it up ------------------------------------------------------------------------

    def action_open_counted(self):
        """Show the things that count, with what counts of each."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_license_counted_action")
        by_site = {"group_by": ["location_id"]} if self.metric == license_rules.SITE else {}
        return {
            **action,
            "display_name": self.env._("What Counts for %s", self.name),
            "domain": [("counted_license_id", "=", self.id)],
            "context": {"license_metric": self.metric, **by_site},
        }

    def _domain_that_counts(self):
        """The things that count for any of these."""
        # sudo: where a license that they may read counts; rules say which of these things they see.
        return Domain.OR([one._domain_counted() for one in self.sudo()])

    def _domain_counted(self):
        """The things that count, as :meth:`_positions` counts them; called with superuser rights."""
        self.ensure_one()
        software = [("source_id", "in", self.software_ids.ids), ("type_id.code", "=", INSTALLED)]
        found = Domain("state", "in", LIVE_STATES) & Domain("target_relation_ids", "any!", software)
        counted = found | Domain("license_seat_ids", "any!", [("license_id", "=", self.id), ("date_freed", "=", False)])
        if self.metric in PERSONAL:
            counted &= Domain("user_partner_id", "not in", self.current_seat_ids.partner_id.ids)
        return counted
