from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

#: What the desk records by itself.
_OWN_FACTS = frozenset({"arranged_by_id", "is_announced"})


class ServiceDeskApprovalDelegation(models.Model):
    """Somebody decides in place of an approver who is away, from one day to another.

    It goes one hop: who stands in for Ann does not stand in for those whom Ann stands in for. And
    it gives nobody a say in what they asked for themselves.
    """

    _name = "service.desk.approval.delegation"
    _description = "Approval Delegation"
    _inherit = ["service.desk.cached.mixin", "service.desk.boundary.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        string="Who Is Away",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
    )
    delegate_id = fields.Many2one(
        "res.users", string="Who Decides Instead", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty means for all companies of the two.")
    date_from = fields.Date(string="From", required=True, default=lambda self: fields.Date.context_today(self))
    date_to = fields.Date(string="Until", required=True, help="The last day.")
    reason = fields.Char(help="Needed when it is made for somebody else.")
    arranged_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        help="The manager who made or changed it for somebody else. It does not count for what this manager asked for.",
    )
    is_current = fields.Boolean(string="Now", compute="_compute_is_current", search="_search_is_current")
    is_announced = fields.Boolean(readonly=True, copy=False)

    _dates_sane = models.Constraint("CHECK(date_to >= date_from)", "The last day comes before the first.")
    _two_people = models.Constraint("CHECK(user_id != delegate_id)", "Nobody stands in for themself.")

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for delegation in self:
            first, last = delegation.date_from, delegation.date_to
            delegation.is_current = bool(first and last and first <= today <= last)

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._domain_current()
        return current if True in value else ~current

    @api.model
    def _domain_current(self):
        today = fields.Date.context_today(self)
        return Domain("date_from", "<=", today) & Domain("date_to", ">=", today)

    @api.model
    @tools.ormcache("user_id", "today")
    def _standing_in(self, user_id, today):
        """For whom somebody decides on a day: tuples of approver, company and who arranged it, as ids.

        Remembered, since the rules on approvals and on the queue ask for it with each query.
        """
        # sudo: only who stands in for whom, of which the user is a part.
        mine = self.sudo().search(
            [
                ("delegate_id", "=", user_id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        )
        return tuple((one.user_id.id, one.company_id.id, one.arranged_by_id.id) for one in mine)

    @api.model
    def _approvers_of(self, user):
        """Ids of those for whom this user decides today."""
        return [row[0] for row in self._standing_in(user.id, fields.Date.context_today(self))]

    @api.model
    def _domain_delegated(self, user):
        """Open seats on which this user sits for somebody else today."""
        rows = self._standing_in(user.id, fields.Date.context_today(self))
        return Domain("decision", "=", False) & Domain.OR(self._domain_seats(*row) for row in rows)

    @api.model
    def _domain_seats(self, approver_id, company_id, arranger_id):
        """The seats that one delegation is about."""
        domain = Domain("approver_id", "=", approver_id)
        if company_id:
            domain &= Domain("approval_id.company_id", "=", company_id)
        if arranger_id:
            domain &= Domain("approval_id.barred_user_ids", "not in", arranger_id)
        return domain

    @api.model
    def _delegates_of(self, seat):
        """Users who sit on this seat for its approver today."""
        current = self.search(
            Domain("user_id", "=", seat.approver_id.id)
            & Domain("company_id", "in", [False, seat.approval_id.company_id.id])
            & self._domain_current()
        )
        barred = seat.approval_id.barred_user_ids
        return current.filtered(lambda one: one.arranged_by_id not in barred).delegate_id

    @api.model
    def _to_announce(self):
        """Delegations that hold from today, of which nobody was told."""
        return self.search(Domain("is_announced", "=", False) & self._domain_current())

    def _announce(self):
        """Tell who stands in from today what waits for them; called by a job.

        While somebody works on one of these seats it waits for the next run of the job.
        """
        self.ensure_one()
        seats = self.env["service.desk.approval.decision"]
        domain = (
            self._domain_seats(self.user_id.id, self.company_id.id, self.arranged_by_id.id)
            & Domain("decision", "=", False)
            & Domain("approval_id.state", "=", "pending")
        )
        free = seats._lock_free(domain)
        if len(free) == seats.search_count(domain):
            self.is_announced = True
            self.env["service.desk.approval"]._mail_later(free, "delegated")

    # -- Who may ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{name: vals[name] for name in vals if name not in _OWN_FACTS} for vals in vals_list]
        delegations = super().create(vals_list)
        delegations._check_author()
        return delegations

    def write(self, vals):
        if not self.env.su and _OWN_FACTS & vals.keys():
            raise AccessError(self.env._("The desk keeps these by itself, they cannot be set."))
        if {"user_id", "delegate_id"} & vals.keys():
            raise UserError(self.env._("Let this delegation end and make another: who decided stays on record."))
        result = super().write(vals)
        self._check_author()
        return result

    def _check_author(self):
        """People speak for themselves; managers for those who are away, and say why."""
        if self.env.su:
            return
        others = self.filtered(lambda delegation: delegation.user_id != self.env.user)
        if others and not self._may_arrange(others.user_id):
            raise AccessError(self.env._("Only a manager may let somebody decide for others."))
        for delegation in others:
            if not (delegation.reason or "").strip():
                raise ValidationError(self.env._("Say why somebody else decides for %s.", delegation.user_id.name))
        # sudo: a fact that the desk records.
        others.sudo().arranged_by_id = self.env.user

    @api.model
    def _may_arrange(self, users):
        """Whether the current user says who stands in for these people: a manager of the desk does.

        Extended by whatever else knows who leads whom.
        """
        return self.env.user.has_group("service_desk.group_manager")

    @api.constrains("user_id", "delegate_id", "company_id")
    def _check_people(self):
        for delegation in self:
            # sudo: only whether the two belong together; people may not read each other.
            user, delegate = delegation.user_id.sudo(), delegation.delegate_id.sudo()
            if not delegate.active or not self._belong_together(user, delegate):
                raise ValidationError(self.env._("%s cannot decide in this place. Choose a colleague.", delegate.name))

    @api.model
    def _belong_together(self, user, delegate):
        """Employees stand in for employees, a customer's people for those of the same customer."""
        if not user.company_ids & delegate.company_ids:
            return False
        if user._is_internal():
            return delegate._is_internal()
        organization = user.partner_id.commercial_partner_id
        return delegate._is_portal() and delegate.partner_id.commercial_partner_id == organization
