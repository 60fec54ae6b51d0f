from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .service_desk_approval_data import APPROVAL_COLUMNS, APPROVAL_STATES, EXPIRY_ENDS


class ServiceDeskApproval(models.Model):
    """One step of one round of asking whether something may be done.

    What the step's policy says, who is asked and what they decide about is copied when the round
    begins and stays. Nobody writes these rows: they change by the verbs ``action_approve``,
    ``action_refuse`` and ``action_replace``, and by what happens to their subject, see
    ``service.desk.approvable.mixin``. Divided by subject: this file says what there is and who
    sees it, the mixins what happens.
    """

    _name = "service.desk.approval"
    _description = "Approval"
    _inherit = [
        "service.desk.own.defaults.mixin",
        "service.desk.approval.round.mixin",
        "service.desk.approval.seat.mixin",
        "service.desk.approval.vote.mixin",
        "service.desk.approval.clock.mixin",
        "service.desk.approval.letter.mixin",
        "service.desk.approval.portal.mixin",
        "service.desk.approval.screen.mixin",
    ]
    _order = "date_start desc, id desc"
    _rec_names_search = ["number", "title", "name"]

    request_id = fields.Many2one("service.desk.request", readonly=True, index="btree_not_null", ondelete="cascade")
    number = fields.Char(readonly=True, index=True)
    title = fields.Char(string="Subject", readonly=True)
    requester_name = fields.Char(string="Requester", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    is_confidential = fields.Boolean(readonly=True, help="Mails about it say no more than its number.")
    state = fields.Selection(APPROVAL_STATES, required=True, readonly=True, default="waiting", index=True)
    round = fields.Integer(readonly=True, default=1, help="How many times it was asked.")
    sequence = fields.Integer(readonly=True)

    # What was frozen when the round began.
    policy_id = fields.Many2one(
        "service.desk.approval.policy", readonly=True, index="btree_not_null", ondelete="set null"
    )
    step_id = fields.Many2one(
        "service.desk.approval.step",
        string="Step of the Policy",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char(string="Step", required=True, readonly=True)
    percent = fields.Integer(string="Quorum (%)", required=True, readonly=True, default=100)
    is_refused_by_first = fields.Boolean(readonly=True, default=True)
    reminder_hours = fields.Integer(readonly=True)
    expiry_hours = fields.Integer(readonly=True)
    on_expiry = fields.Selection(EXPIRY_ENDS, readonly=True, default="refuse", required=True)
    fallback_user_ids = fields.Many2many(
        "res.users",
        "service_desk_approval_fallback_rel",
        "approval_id",
        "user_id",
        string="Others to Ask",
        readonly=True,
    )
    barred_user_ids = fields.Many2many(
        "res.users",
        "service_desk_approval_barred_rel",
        "approval_id",
        "user_id",
        string="May Not Decide",
        readonly=True,
        help="Those who asked, or for whom it is.",
    )
    content = fields.Json(readonly=True, help="What is decided about: pairs of label and value.")
    content_hash = fields.Char(readonly=True)

    # What happens to it.
    decision_ids = fields.One2many("service.desk.approval.decision", "approval_id", readonly=True)
    log_ids = fields.One2many("service.desk.approval.log", "approval_id", readonly=True)
    seat_count = fields.Integer(string="Asked", readonly=True)
    approve_count = fields.Integer(string="Agreed", readonly=True)
    refuse_count = fields.Integer(string="Against", readonly=True)
    is_fallback = fields.Boolean(
        readonly=True, help="Others are asked, since nobody of the approvers could or did decide."
    )
    date_start = fields.Datetime(string="Asked On", readonly=True)
    date_due = fields.Datetime(string="Decide By", readonly=True)
    date_reminder = fields.Datetime(readonly=True)
    date_decided = fields.Datetime(string="Decided On", readonly=True)

    approver_names = fields.Char(string="Waits For", compute="_compute_approver_names")
    is_for_me = fields.Boolean(compute="_compute_is_for_me", search="_search_is_for_me")
    is_waiting_for_me = fields.Boolean(compute="_compute_is_waiting_for_me", search="_search_is_waiting_for_me")
    is_on_my_desk = fields.Boolean(compute="_compute_is_on_my_desk", search="_search_is_on_my_desk")

    _one_subject = models.Constraint(
        "CHECK(num_nonnulls(request_id) = 1)", "An approval is about one thing, and one only."
    )
    _step_once = models.UniqueIndex(
        "(request_id, round, sequence, step_id) WHERE request_id IS NOT NULL",
        "This step was asked in this round already.",
    )
    _due_index = models.Index("(date_due) WHERE state = 'pending' AND date_due IS NOT NULL")
    _reminder_index = models.Index("(date_reminder) WHERE state = 'pending' AND date_reminder IS NOT NULL")

    # -- What it is about ----------------------------------------------------------------------

    @api.depends("number", "title", "name")
    def _compute_display_name(self):
        for approval in self:
            subject = f"{approval.number or ''} {approval.title or ''}".strip()
            approval.display_name = f"{subject}: {approval.name}" if subject else approval.name

    @api.depends("state", "decision_ids.decision", "decision_ids.approver_id")
    def _compute_approver_names(self):
        for approval in self:
            # sudo: whom it waits for is for all who may see the approval.
            seats = approval.sudo().decision_ids.filtered(lambda seat: not seat.decision)
            is_open = approval.state in ("waiting", "pending")
            approval.approver_names = is_open and ", ".join(seats.approver_id.mapped("name"))

    def _subject(self):
        """What is to be approved, with the rights of this environment; empty ``self`` has none."""
        for model, column in APPROVAL_COLUMNS.items():
            if self[column]:
                return self.env[model].browse(self[column].id)
        return None

    @api.model
    def _column_of(self, subjects):
        """The column that points at these subjects."""
        return APPROVAL_COLUMNS[subjects._name]

    def _check_visible(self):
        """Say the same of what does not exist and of what is not theirs to see.

        :raise AccessError: unless the current user may see all of these
        """
        if len(self.search([("id", "in", self.ids)])) != len(self):
            raise AccessError(self.env._("There is no such approval, or it is not for you to see."))

    # -- Who sees it ---------------------------------------------------------------------------
    # The record rules ask for these. They are looked up at each query, since who stands in for
    # whom changes with the day and rules are remembered.

    def _search_is_for_me(self, operator, value):
        return self._search_of_user(operator, value, self._domain_for_me)

    def _search_is_waiting_for_me(self, operator, value):
        return self._search_of_user(operator, value, self._domain_waiting_for_me)

    def _search_is_on_my_desk(self, operator, value):
        return self._search_of_user(operator, value, self._domain_on_my_desk)

    @api.model
    def _search_of_user(self, operator, value, find):
        if operator != "in":
            return NotImplemented
        domain = find()
        return domain if True in value else ~domain

    @api.model
    def _domain_for_me(self):
        """Approvals in which the current user has a say or had one."""
        seats = self.env["service.desk.approval.decision"]._domain_of(self.env.user)
        return Domain("date_start", "!=", False) & self._domain_seated(seats)

    @api.model
    def _domain_waiting_for_me(self):
        """Approvals that wait for the current user's vote now."""
        seats = self.env["service.desk.approval.decision"]._domain_open_of(self.env.user)
        return Domain("state", "=", "pending") & self._domain_seated(seats)

    @api.model
    def _domain_seated(self, seats):
        """Approvals with such a seat, of those in which the user may decide at all."""
        # Without the rules on seats, which ask for this very answer.
        return Domain("decision_ids", "any!", seats) & Domain("barred_user_ids", "not in", self.env.uid)

    @api.model
    def _domain_on_my_desk(self):
        """Approvals of what an agent may open; requesters see theirs on the portal's pages."""
        if not self.env.user.has_group("service_desk.group_agent"):
            return Domain.FALSE
        mine = self.with_user(self.env.user)
        return Domain.OR(
            Domain(column, "in", mine.env[model]._search(mine.env[model]._domain_desk_approvals()))
            for model, column in APPROVAL_COLUMNS.items()
            if mine.env[model].has_access("read")
        )

    @api.depends("date_start", "decision_ids.approver_id", "decision_ids.user_id")
    @api.depends_context("uid")
    def _compute_is_for_me(self):
        self._fill_from_search("is_for_me", self._domain_for_me())

    @api.depends("state", "decision_ids.approver_id", "decision_ids.decision")
    @api.depends_context("uid")
    def _compute_is_waiting_for_me(self):
        self._fill_from_search("is_waiting_for_me", self._domain_waiting_for_me())

    @api.depends_context("uid")
    def _compute_is_on_my_desk(self):
        self._fill_from_search("is_on_my_desk", self._domain_on_my_desk())

    def _fill_from_search(self, name, domain):
        """Give a flag the value that its search gives: they must never differ."""
        # sudo: the flag is what the rules ask for; only ids that are known already are looked at.
        found = set(self.sudo().search(Domain("id", "in", self.ids) & domain).ids)
        for approval in self:
            approval[name] = approval.id in found
