from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from .service_desk_access_data import ACCESS_LIFECYCLE, ACCESS_STATES, LIVE_STATES

_LIVE = ", ".join(f"'{state}'" for state in LIVE_STATES)


class ServiceDeskAccess(models.Model):
    """One person's hold of one entitlement: why, since when, until when, by which hands.

    Nobody writes these rows over RPC, whatever their role: the verbs below check who asks and do
    the rest. Each step leaves evidence.
    """

    _name = "service.desk.access"
    _description = "Access"
    _inherit = [
        "service.desk.handless.mixin",
        "service.desk.access.approval.mixin",
        "service.desk.access.request.mixin",
        "service.desk.access.conflict.mixin",
        "service.desk.access.grant.mixin",
        "service.desk.access.work.mixin",
        "service.desk.access.group.mixin",
        "service.desk.access.time.mixin",
        "service.desk.access.portal.mixin",
        "service.desk.dialog.mixin",
        "service.desk.lifecycle.mixin",
        "service.desk.export.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["partner_id.name", "entitlement_id.name"]

    _lifecycle = ACCESS_LIFECYCLE

    partner_id = fields.Many2one(
        "res.partner", string="Holder", required=True, index=True, readonly=True, ondelete="restrict"
    )
    entitlement_id = fields.Many2one(
        "service.desk.entitlement", required=True, index=True, readonly=True, ondelete="restrict"
    )
    service_id = fields.Many2one(
        related="entitlement_id.service_id", string="System", store=True, index="btree_not_null"
    )
    risk = fields.Selection(related="entitlement_id.risk", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    state = fields.Selection(ACCESS_STATES, required=True, default="requested", readonly=True, copy=False, index=True)
    request_id = fields.Many2one("service.desk.request", string="By Request", readonly=True, index="btree_not_null")
    requested_by_id = fields.Many2one("res.partner", string="Asked By", readonly=True)
    reason_given = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    reason = fields.Char(
        compute="_compute_reason", help="Of what was ordered behind a wall, those read it who may read the order."
    )
    is_emergency = fields.Boolean(string="Emergency", readonly=True)
    is_found = fields.Boolean(
        string="Found in the System", readonly=True, help="They had it before anybody put it on record."
    )
    date_start = fields.Datetime(string="From", readonly=True, help="Empty means as soon as approved.")
    date_end = fields.Datetime(string="Until", readonly=True, index="btree_not_null")
    date_ordered = fields.Datetime(
        string="Grant Ordered", readonly=True, help="When the work in the target system began."
    )
    date_granted = fields.Datetime(string="Granted", readonly=True, index="btree_not_null")
    date_revoked = fields.Datetime(string="Revoked", readonly=True, index="btree_not_null")
    problem = fields.Char(readonly=True, groups="service_desk.group_agent", help="Why it does not go on by itself.")
    evidence_ids = fields.One2many("service.desk.access.evidence", "access_id", groups="service_desk.group_agent")
    may_accept_risk = fields.Boolean(compute="_compute_may_accept_risk")

    _one_live_uniq = models.UniqueIndex(
        f"(partner_id, entitlement_id) WHERE state IN ({_LIVE})",
        "This person already has this access, or has asked for it.",
    )
    _expiry_idx = models.Index("(date_end) WHERE state = 'active' AND date_end IS NOT NULL")

    @api.depends("partner_id", "entitlement_id")
    def _compute_display_name(self):
        for access in self:
            # sudo: the names of those on a record that the user may read.
            named = access.sudo()
            access.display_name = f"{named.entitlement_id.name}: {named.partner_id.name}"

    @api.depends_context("uid")
    @api.depends("partner_id", "requested_by_id", "is_risk_open")
    def _compute_may_accept_risk(self):
        """Neither the holder nor who asked answers for the risk; they are offered no button."""
        me = self.env.user.partner_id
        for access in self:
            access.may_accept_risk = access.is_risk_open and me not in access.partner_id | access.requested_by_id

    @api.depends_context("uid")
    @api.depends("reason_given", "request_id.is_confidential", "request_id.team_id.visibility")
    def _compute_reason(self):
        """The register is open to more people than an order may be, also when that is closed later."""
        # sudo: what was given as the reason; who may read it is decided here.
        given = self.sudo()
        walled = given.request_id.filtered(lambda request: request._is_walled())
        hidden = walled if not self.env.su else walled.browse()
        hidden -= hidden.sudo(False)._filtered_access("read").sudo()
        for access, stored in zip(self, given, strict=True):
            request = stored.request_id
            access.reason = self.env._("See %s.", request.number) if request in hidden else stored.reason_given

    # -- The door ----------------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_hands()
        raise UserError(self.env._("Who had which access is kept. Revoke it instead."))

    @api.model
    def _text_hands(self):
        return self.env._("Access is asked for, extended and revoked, never edited.")

    def _door_values(self, target):
        values = super()._door_values(target)
        now = self._now()
        if target == "active":
            values |= {"date_granted": now, "date_end": self._limited_end(now), "problem": False}
        elif target == "revoked":
            values |= {"date_revoked": now, "problem": False}
        return values

    # -- Verbs -------------------------------------------------------------------------------

    def action_extend(self, date_end):
        """Keep access longer; asks for approval where its grant would need it.

        :param date_end: datetime in UTC, or its text
        :raise AccessError: for those who may not ask for this person
        :raise UserError: when it cannot be extended until then
        """
        self._check_may_act()
        # sudo: who may was checked; nobody may write these rows otherwise.
        self.sudo()._extend(date_end)
        return True

    def action_revoke(self, reason):
        """Take access away now, or drop what is not granted yet; holders give theirs back."""
        if not self._reason_given(reason):
            raise UserError(self.env._("Say why."))
        self._check_may_act(agents=False)
        # sudo: see action_extend
        self.sudo()._revoke_now(str(reason).strip())
        return True

    def action_retry(self):
        """Try again what failed in the target system."""
        self._check_is_manager()
        # sudo: see action_extend
        self.sudo()._retry()
        return True

    def _check_may_act(self, agents=True):
        """:raise AccessError: unless it is their own, or their work is access"""
        self.check_access("read")
        user = self.env.user
        if self.env.su or user.has_group("service_desk.group_access_manager"):
            return
        if agents and user.has_group("service_desk.group_agent"):
            return
        # sudo: who owns an entitlement only decides.
        others = self.sudo().filtered(
            lambda access: access.partner_id != user.partner_id and access.entitlement_id.owner_id != user
        )
        if others:
            raise AccessError(self.env._("You cannot decide about %s.", others[0].display_name))

    def _check_is_manager(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("service_desk.group_access_manager"):
            raise AccessError(self.env._("This is for access managers."))

    @api.model
    def _reason_given(self, reason):
        return isinstance(reason, str) and bool(reason.strip())

    # -- Dialogs -----------------------------------------------------------------------------

    def action_open_extend(self):
        """Open the dialog that asks until when."""
        return self._open_dialog("service.desk.access.extend.wizard", self.env._("Extend"), access_ids=self.ids)

    def action_open_revoke(self):
        """Open the dialog that asks why."""
        return self._open_dialog("service.desk.access.revoke.wizard", self.env._("Revoke"), access_ids=self.ids)

    def action_open_risk(self):
        """Open the dialog in which somebody answers for a conflict."""
        title = self.env._("Accept the Risk")
        return self._open_dialog("service.desk.access.risk.wizard", title, access_ids=self.ids)

    # -- Register ----------------------------------------------------------------------------

    @api.model
    def _held_on_domain(self, moment):
        """What was held at a moment of the past, or is now."""
        return [
            ("date_granted", "<=", moment),
            "|",
            ("date_revoked", "=", False),
            ("date_revoked", ">", moment),
        ]

    # -- Evidence ----------------------------------------------------------------------------

    def _log(self, kind, detail="", method="", each=None, **values):
        """Write down what happened to these records, in one go.

        :param dict each: record id -> values of its own
        """
        now = self._now()
        # sudo: evidence is the desk's own writing.
        return (
            self.env["service.desk.access.evidence"]
            .sudo()
            .create(
                [
                    {
                        "access_id": access.id,
                        "company_id": access.company_id.id,
                        "date": now,
                        "kind": kind,
                        "actor_id": self.env.uid,
                        "method": method,
                        "detail": detail,
                        **values,
                        **(each or {}).get(access.id, {}),
                    }
                    for access in self
                ]
            )
        )

    def _last_word(self):
        """Why it is as it is: the detail of the last evidence, for the holder to read."""
        # sudo: evidence is for access managers; this sentence was written for the holder.
        return self.sudo().evidence_ids.sorted("id")[-1:].detail or ""

    def _text_held(self):
        """What is held until when, in the reader's language."""
        name = self.entitlement_id.name
        if not self.date_end:
            return name
        until = format_datetime(self.env, self.date_end)
        return self.env._("%(access)s until %(date)s", access=name, date=until)

    def _note_failure(self, problems):
        """Remember why some of these do not go on; an access manager sees them.

        :param dict problems: record id -> sentence
        """
        for access in self:
            access.problem = problems[access.id]
        for sentence, accesses in self.grouped(lambda access: problems[access.id]).items():
            accesses._log("failed", sentence)
