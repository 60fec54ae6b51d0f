import math
from datetime import timedelta
from secrets import token_hex

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .service_desk_event_data import (
    DEFAULT_BODY_MB,
    DEFAULT_KEEP_DAYS,
    DEFAULT_RATE,
    KEY_SCOPE,
    MAX_BODY_MB,
    RATE_SECONDS,
)

#: Of Odoo's keys so many characters find the row.
KEY_HEAD = 8


class ServiceDeskEventSource(models.Model):
    """A monitoring tool that may send events: with which key, how many, and whose they are.

    Each has a user of its own, without a password or any group, so that its key opens the intake of
    events and nothing else.
    """

    _name = "service.desk.event.source"
    _description = "Source of Monitoring Events"
    _inherit = ["service.desk.storable.mixin", "service.desk.boundary.mixin"]
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
    user_id = fields.Many2one("res.users", readonly=True, copy=False, index=True, ondelete="restrict")
    has_key = fields.Boolean(compute="_compute_has_key")
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

    def _compute_has_key(self):
        # sudo: only whether there is one.
        keys = self.env["res.users.apikeys"].sudo()
        users = keys.search([("user_id", "in", self.sudo().user_id.ids), ("scope", "=", KEY_SCOPE)]).user_id
        for source in self:
            source.has_key = source.sudo().user_id in users

    def _compute_last(self):
        found = dict(
            self.env.execute_query(
                SQL(
                    "SELECT s.id, (SELECT max(date_received) FROM service_desk_event e WHERE e.source_id = s.id)"
                    " FROM unnest(%s) AS s(id)",
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
        result = super().write(vals)
        # sudo: the user of a source is the desk's own.
        users = self.sudo().with_context(active_test=False).user_id
        if "active" in vals:
            users.active = bool(vals["active"])
        if "company_id" in vals:
            users.write({"company_ids": [(6, 0, [vals["company_id"]])], "company_id": vals["company_id"]})
        if "name" in vals:
            users.write({"name": vals["name"]})
        return result

    @api.model
    def _check_user(self, vals):
        """:raise AccessError: when somebody would make another user the one of a source, to archive or rename it"""
        if "user_id" in vals and not self.env.su:
            raise AccessError(self.env._("The user of a source is made by the desk."))

    def _make_user(self):
        # sudo: the user of a source is the desk's own; it has no group and no password.
        users = self.env["res.users"].sudo().with_context(no_reset_password=True, mail_create_nolog=True)
        self.sudo().user_id = users.create(
            {
                "name": self.name,
                "login": f"service-desk-events-{token_hex(8)}",
                "company_id": self.company_id.id,
                "company_ids": [(6, 0, self.company_id.ids)],
                "group_ids": [(5, 0, 0)],
                "tz": self.env.user.tz,
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """What it has told is kept with it."""
        # sudo: only whether there are any.
        for model in ("service.desk.alert", "service.desk.event"):
            if self.env[model].sudo().search_count([("source_id", "in", self.ids)], limit=1):
                raise UserError(self.env._("%s has sent events. Archive it instead.", self[0].name))

    def unlink(self):
        users = self.sudo().user_id
        self._drop_keys()
        result = super().unlink()
        users.active = False
        return result

    # -- Keys ------------------------------------------------------------------------------------

    def action_new_key(self):
        """Make a key and show it, this one time. Any older one ends."""
        self.ensure_one()
        self.check_access("write")
        if not self.active:
            raise UserError(self.env._("This source is archived: nothing would be let in."))
        self._drop_keys()
        # sudo: who keeps the source may make its key; the key is its user's.
        keys = self.env["res.users.apikeys"].with_user(self.sudo().user_id).sudo()
        key = keys._generate(KEY_SCOPE, f"Monitoring: {self.name}", None)
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.users.apikeys.show",
            "name": self.env._("Key of %s", self.name),
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }

    def action_drop_key(self):
        """End the key: what comes with it from now on is refused."""
        self.check_access("write")
        self._drop_keys()
        return True

    def _drop_keys(self):
        # sudo: see action_new_key
        keys = self.env["res.users.apikeys"].sudo()
        keys.search([("user_id", "in", self.sudo().with_context(active_test=False).user_id.ids)]).unlink()

    @api.model
    def _of_key(self, key):
        """The source whose key this is, with superuser rights; none for every other key.

        A key without a scope opens all of Odoo for its owner, and is none of a source. It is looked
        for first, so that a wrong key costs one query and no arithmetic.
        """
        nobody = self.with_user(SUPERUSER_ID).browse()
        if not key or not key.isascii() or len(key) > 200:
            return nobody
        rows = self.env.execute_query(
            SQL(
                "SELECT s.id, s.user_id FROM res_users_apikeys k JOIN service_desk_event_source s USING (user_id)"
                " WHERE k.index = %s AND k.scope = %s AND s.active",
                key[:KEY_HEAD],
                KEY_SCOPE,
            )
        )
        if not rows:
            return nobody
        uid = self.env["res.users.apikeys"]._check_credentials(scope=KEY_SCOPE, key=key)
        return nobody.browse([source_id for source_id, user_id in rows if user_id == uid])

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
        first, last = (
            self.env.execute_query(
                SQL(
                    "SELECT id FROM service_desk_event WHERE source_id = %s AND date_received > %s"
                    " ORDER BY date_received %s, id %s LIMIT 1",
                    self.id,
                    start,
                    way,
                    way,
                )
            )
            for way in (SQL("ASC"), SQL("DESC"))
        )
        return abs(last[0][0] - first[0][0]) + 1 if first else 0
