from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .service_desk_continuity_data import (
    APPROVED,
    DOCUMENT_FACTS,
    DOCUMENT_LIFECYCLE,
    DOCUMENT_STATES,
    DRAFT,
    RETIRED,
)


class ServiceDeskContinuityDocumentMixin(models.AbstractModel):
    """What is written down for bad days, approved, and looked at again from time to time.

    What was approved is not changed: it is revised, which makes a draft of it, and approved again as
    the next version.
    """

    _name = "service.desk.continuity.document.mixin"
    _description = "Continuity Document"
    _inherit = [
        "service.desk.expiry.mixin",
        "service.desk.continuity.settled.mixin",
    ]

    _lifecycle = DOCUMENT_LIFECYCLE
    _expiry_field = "date_review"
    _facts = DOCUMENT_FACTS

    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty for all companies."
    )
    owner_id = fields.Many2one(
        "res.users",
        tracking=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="Answers for it, and is reminded to look at it again.",
    )
    state = fields.Selection(DOCUMENT_STATES, required=True, default=DRAFT, tracking=True, copy=False, index=True)
    version = fields.Integer(readonly=True, copy=False, tracking=True, help="One more with every approval.")
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_approved = fields.Date(string="Approved On", readonly=True, copy=False)
    date_in_force = fields.Date(string="In Force Since", readonly=True, copy=False)
    review_months = fields.Integer(string="Look at It Every (Months)", default=12)
    date_review = fields.Date(string="Next Review", copy=False, tracking=True, index="btree_not_null")
    is_review_overdue = fields.Boolean(compute="_compute_is_review_overdue")

    _review_months_sane = models.Constraint("CHECK(review_months BETWEEN 0 AND 120)", "Between 0 and 120 months.")

    @api.depends("date_review", "state")
    def _compute_is_review_overdue(self):
        today = fields.Date.context_today(self)
        for one in self:
            one.is_review_overdue = bool(one.state == APPROVED and one.date_review and one.date_review < today)

    def _text_settled(self, state):
        return self.env._(
            "%(name)s is %(state)s. Revise it first; it is approved again afterwards.",
            name=self.display_name,
            state=state,
        )

    def _why_kept(self):
        return self.version and self.env._("%s was in force. Retire it instead.", self.display_name)

    # -- The door --------------------------------------------------------------------------------

    def _guard_approval(self, roles):
        """Extend: what has to be said before it can be approved."""

    def _door_values(self, target):
        values = super()._door_values(target)
        if RETIRED in (self.state, target):
            # What was retired does not hold while it is revised, but from when it is approved again.
            values["date_in_force"] = False
        if target != APPROVED:
            return values
        today = fields.Date.context_today(self)
        values |= {
            "version": self.version + 1,
            "approved_by_id": self.env.uid,
            "date_approved": today,
            "date_in_force": self.date_in_force or today,
        }
        if not self.date_review or self._is_review_done(today):
            values["date_review"] = bool(self.review_months) and today + relativedelta(months=self.review_months)
        return values

    def _is_review_done(self, today):
        """Whether who approves it has looked at it for the review that is noted: its day has come, or was told."""
        return self.date_review <= today or (self.reminded_of or "").startswith(f"{self.date_review}:")

    def _after_moves(self, sources, target):
        if target in (APPROVED, RETIRED):
            # The reminder has done its work; one that is needed later is told again.
            self.activity_unlink(["mail.mail_activity_data_todo"])
            self.sudo().reminded_of = False  # sudo: a fact that the desk keeps
        return super()._after_moves(sources, target)

    # -- Reminders of the review -----------------------------------------------------------------

    @api.model
    def _domain_expiring(self):
        return super()._domain_expiring() & Domain("state", "=", APPROVED)

    def _expiry_summary(self):
        return self.env._("Is it still right? %s", self.display_name)

    # -- Verbs -----------------------------------------------------------------------------------

    def action_approve(self):
        """It holds from now on."""
        self.write({"state": APPROVED})
        return True

    def action_revise(self):
        """Make a draft of it, to be approved as the next version."""
        self.write({"state": DRAFT})
        return True

    def action_retire(self):
        """It does not hold any more."""
        self.write({"state": RETIRED})
        return True
