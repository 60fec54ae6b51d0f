import math
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .service_desk_event_data import (
    DEFAULT_BODY_MB,
    DEFAULT_KEEP_DAYS,
    DEFAULT_RATE,
    MAX_BODY_MB,
    RATE_SECONDS,
)


class ServiceDeskEventSource(models.Model):
    """A monitoring tool that may send events: how many, whose they are, and what is too much of them."""

    _name = "service.desk.event.source"
    _description = "Source of Monitoring Events"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.boundary.mixin",
        "service.desk.export.mixin",
        "service.desk.event.key.mixin",
    ]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    team_id = fields.Many2one(
        "service.desk.team",
        check_company=True,
        index="btree_not_null",
        help="Gets the incidents whose item and rule name no team.",
    )
    service_id = fields.Many2one(
        "service.desk.service",
        check_company=True,
        index="btree_not_null",
        help="What incidents are about whose item stands for no service.",
    )
    rate = fields.Integer(
        string="Events a Minute", default=DEFAULT_RATE, required=True, help="More are refused until the minute is over."
    )
    max_body_mb = fields.Integer(string="Megabytes a Message", default=DEFAULT_BODY_MB, required=True)
    keep_days = fields.Integer(
        string="Keep Events (Days)",
        default=DEFAULT_KEEP_DAYS,
        required=True,
        help="As long as this, an event that comes again is known. Alerts stay.",
    )
    flap_changes = fields.Integer(
        string="Flapping After (Changes)", default=6, help="So often begun or ended is flapping. 0: nothing is."
    )
    flap_minutes = fields.Integer(string="Flapping Within (Minutes)", default=30)
    storm_count = fields.Integer(
        string="Storm After (Alerts)",
        default=20,
        help="More alerts without an item than this become one incident. 0: never.",
    )
    storm_minutes = fields.Integer(string="Storm Within (Minutes)", default=5)
    date_last = fields.Datetime(string="Last Event", compute="_compute_last")
    note = fields.Text(string="Notes")

    _name_uniq = models.Constraint("UNIQUE(company_id, name)", "There is a source with this name already.")
    _limits_sane = models.Constraint(
        "CHECK(flap_changes >= 0 AND flap_minutes >= 0 AND storm_count >= 0 AND storm_minutes >= 0 AND"
        f" rate > 0 AND keep_days > 0 AND max_body_mb BETWEEN 1 AND {MAX_BODY_MB})",
        f"Limits are more than nothing, and a message has at most {MAX_BODY_MB} megabytes.",
    )

    def _compute_last(self):
        found = dict(
            self.env.execute_query(
                SQL(
                    "SELECT s.id, (SELECT max(date_received) FROM service_desk_event e WHERE e.source_id = s.id)"
                    " FROM unnest(%s::int[]) AS s(id)",
                    list(self._origin.ids),
                )
            )
        )
        for source in self:
            source.date_last = found.get(source._origin.id, False)

    # -- CRUD ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_user(vals)
        sources = super().create(vals_list)
        for source in sources:
            source._make_user()
        return sources

    def write(self, vals):
        self._check_user(vals)
        if "company_id" in vals:
            self.filtered(lambda source: source.company_id.id != vals["company_id"])._check_may_move()
        result = super().write(vals)
        self._follow_user(vals)
        return result

    def _check_may_move(self):
        """:raise UserError: when what it has told would go to another company with it, and leave its incidents"""
        told = self._told()
        if told:
            raise UserError(
                self.env._("%s has sent events, which belong to its company. Make another source there.", told[0].name)
            )

    def _told(self):
        """Those of these sources that have sent anything."""
        # sudo: only whether there is any.
        models = [self.env[name].sudo() for name in ("service.desk.alert", "service.desk.event")]
        return self.filtered(
            lambda source: any(model.search_count([("source_id", "=", source.id)], limit=1) for model in models)
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """What it has told is kept with it."""
        told = self._told()
        if told:
            raise UserError(self.env._("%s has sent events. Archive it instead.", told[0].name))

    def unlink(self):
        users = self.sudo().user_id
        self._drop_keys()
        result = super().unlink()
        users.active = False
        return result

    # -- Limits ----------------------------------------------------------------------------------

    def _seconds_to_wait(self, count):
        """For how long so many more events are too many; 0 when they are not."""
        self.ensure_one()
        now = self.env.cr.now()
        start = now - timedelta(seconds=RATE_SECONDS)
        if self._most_since(start) + count <= self.rate:
            return 0
        ((known, first),) = self.env.execute_query(
            SQL(
                "SELECT count(*), min(date_received) FROM service_desk_event"
                " WHERE source_id = %s AND date_received > %s",
                self.id,
                start,
            )
        )
        # What is more than a minute's share by itself is let in alone, or it would never be.
        if not known or known + count <= self.rate:
            return 0
        return max(1, math.ceil(RATE_SECONDS - (now - first).total_seconds()))

    def _most_since(self, start):
        """How many events came since then at most: as many as numbers were given, to all sources.

        Two looks into an index, where counting would take longer than keeping the events.
        """
        ends = [
            SQL(
                "(SELECT id FROM service_desk_event WHERE source_id = %s AND date_received > %s"
                " ORDER BY date_received %s, id %s LIMIT 1)",
                self.id,
                start,
                way,
                way,
            )
            for way in (SQL("ASC"), SQL("DESC"))
        ]
        ((first, last),) = self.env.execute_query(SQL("SELECT %s, %s", *ends))
        return abs(last - first) + 1 if first else 0
