from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .service_desk_access_data import RISKS
from .service_desk_access_review_data import REVIEW_LIFECYCLE, REVIEW_STATES


class ServiceDeskAccessReview(models.Model):
    """Those who answer for access look at who has it, and say keep or revoke.

    What nobody has decided by the deadline is revoked. In the end an access manager signs.
    """

    _name = "service.desk.access.review"
    _description = "Access Review"
    _inherit = [
        "service.desk.access.review.open.mixin",
        "service.desk.access.review.job.mixin",
        "service.desk.boundary.mixin",
        "service.desk.lifecycle.mixin",
    ]
    _order = "date_deadline desc, id desc"

    _lifecycle = REVIEW_LIFECYCLE

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(REVIEW_STATES, required=True, default="draft", copy=False, index=True)
    note = fields.Text(string="For the Reviewers", help="What to look at; reviewers read it.")
    entitlement_ids = fields.Many2many(
        "service.desk.entitlement",
        "service_desk_review_entitlement_rel",
        "review_id",
        "entitlement_id",
        help="Empty means all.",
    )
    service_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_review_service_rel",
        "review_id",
        "service_id",
        string="Systems",
        help="Empty means all.",
    )
    min_risk = fields.Selection(RISKS, string="From Risk", help="Empty means any.")
    date_deadline = fields.Datetime(required=True, string="Deadline", help="What is not decided by then is revoked.")
    reminder_days = fields.Integer(default=3, help="So many days before the deadline reviewers are reminded.")
    date_reminded = fields.Datetime(readonly=True, copy=False)
    date_opened = fields.Datetime(readonly=True, copy=False)
    date_signed = fields.Datetime(string="Signed Off On", readonly=True, copy=False)
    signed_by_id = fields.Many2one("res.users", string="Signed Off By", readonly=True, copy=False)
    sign_note = fields.Text(readonly=True, copy=False)
    line_ids = fields.One2many("service.desk.access.review.line", "review_id")
    line_count = fields.Integer(compute="_compute_counts", string="Lines")
    undecided_count = fields.Integer(compute="_compute_counts", string="Undecided")
    revoke_count = fields.Integer(compute="_compute_counts", string="To Revoke")
    progress = fields.Float(compute="_compute_counts", string="Decided (%)")

    @api.depends("line_ids.decision")
    def _compute_counts(self):
        counts = {}
        for review, decision, count in self.env["service.desk.access.review.line"]._read_group(
            [("review_id", "in", self.ids)], ["review_id", "decision"], ["__count"]
        ):
            counts.setdefault(review, {})[decision] = count
        for review in self:
            mine = counts.get(review, {})
            review.line_count = sum(mine.values())
            review.undecided_count = mine.get(False, 0)
            review.revoke_count = mine.get("revoke", 0)
            decided = review.line_count - review.undecided_count
            review.progress = 100.0 * decided / review.line_count if review.line_count else 0.0

    # -- The door ----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_facts(vals)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_facts(vals)
        if not self.env.su and self.filtered(lambda review: review.state != "draft") and vals.keys() - {"name", "note"}:
            raise UserError(self.env._("What is reviewed and until when is not changed after it was opened."))
        return super().write(vals)

    @api.model
    def _check_facts(self, vals):
        facts = {"date_opened", "date_signed", "signed_by_id", "sign_note", "date_reminded", "line_ids"}
        if not self.env.su and facts & vals.keys():
            raise AccessError(self.env._("The desk keeps these by itself."))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if self.filtered(lambda review: review.state != "draft"):
            raise UserError(self.env._("A review that was opened is kept."))

    def _door_values(self, target):
        values = super()._door_values(target)
        if target == "open":
            values["date_opened"] = self._now()
        elif target == "closed":
            values |= {"date_signed": self._now(), "signed_by_id": self.env.uid}
        return values

    # -- Verbs -------------------------------------------------------------------------------

    def action_open(self):
        """Write a line for each access in scope, and ask the reviewers."""
        for review in self._for_manager():
            if review.date_deadline <= review._now():
                raise UserError(self.env._("Choose a deadline that lies in the future."))
            review.write({"state": "open"})
            review._open_lines()
            if not review.line_count:
                raise UserError(self.env._("Nobody holds anything in this scope."))
            review._ask_reviewers()
        return True

    def action_sign_off(self, note=None):
        """Say that the review is complete. Everything is decided, by others than the holders."""
        for review in self._for_manager():
            if review.undecided_count:
                raise UserError(
                    self.env._(
                        "%(count)s lines of “%(review)s” are not decided yet.",
                        count=review.undecided_count,
                        review=review.name,
                    )
                )
            review.write({"state": "closed", "sign_note": note or False})
        return True

    def action_cancel(self):
        """Stop it; what was carried out already stays."""
        self._for_manager().write({"state": "cancelled"})
        return True

    def _for_manager(self):
        """These reviews for an access manager, who may not write their state directly."""
        self.check_access("write")
        # sudo: the door lets the server alone through; who asks was checked.
        reviews = self.sudo()
        reviews.lock_for_update()
        return reviews

    def action_open_lines(self):
        """Look at the lines, the undecided ones first."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_access_review_line_action")
        return {**action, "domain": [("review_id", "=", self.id)], "display_name": self.name}

    def _scope_domain(self):
        """Access that this review looks at."""
        domain = Domain("state", "=", "active") & Domain("company_id", "=", self.company_id.id)
        if self.entitlement_ids:
            domain &= Domain("entitlement_id", "in", self.entitlement_ids.ids)
        if self.service_ids:
            domain &= Domain("service_id", "in", self.service_ids.ids)
        if self.min_risk:
            levels = [level for level, _label in RISKS]
            domain &= Domain("risk", "in", levels[levels.index(self.min_risk) :])
        return domain
