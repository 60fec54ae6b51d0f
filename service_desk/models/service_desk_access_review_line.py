from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .service_desk_access_review_data import DECISIONS, KEEP, REVOKE


class ServiceDeskAccessReviewLine(models.Model):
    """One access under review: keep it, or revoke it. Never decided by who holds it.

    Written by the review and by the verbs below alone; a decision can be changed until the job
    has carried it out.
    """

    _name = "service.desk.access.review.line"
    _description = "Line of an Access Review"
    _inherit = [
        "service.desk.handless.mixin",
        "service.desk.access.review.portal.mixin",
        "service.desk.access.review.seat.mixin",
        "service.desk.batch.mixin",
    ]
    _order = "entitlement_id, partner_id, id"
    _rec_name = "access_id"

    review_id = fields.Many2one("service.desk.access.review", required=True, index=True, ondelete="cascade")
    review_state = fields.Selection(related="review_id.state", string="Review Is", related_sudo=True)
    access_id = fields.Many2one("service.desk.access", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one("res.partner", string="Holder", index=True)
    entitlement_id = fields.Many2one("service.desk.entitlement", index=True)
    company_id = fields.Many2one("res.company", index=True)
    date_granted = fields.Datetime(string="Since")
    access_state = fields.Selection(related="access_id.state", string="Access Is")
    reviewer_ids = fields.Many2many(
        "res.users",
        "service_desk_review_line_reviewer_rel",
        "line_id",
        "user_id",
        string="Reviewers",
        help="Nobody here: the access managers decide.",
    )
    decision = fields.Selection(DECISIONS, index="btree_not_null")
    decided_by_id = fields.Many2one("res.users")
    date_decided = fields.Datetime(string="Decided On")
    comment = fields.Char()
    is_by_deadline = fields.Boolean(string="By the Deadline", help="Nobody decided in time.")
    is_carried_out = fields.Boolean(string="Carried Out")

    _access_uniq = models.UniqueIndex("(review_id, access_id)", "This access is in the review already.")
    _to_do_idx = models.Index("(review_id) WHERE decision IS NULL")
    _carry_out_idx = models.Index("(id) WHERE decision IS NOT NULL AND is_carried_out IS NOT TRUE")

    @api.model
    def _text_hands(self):
        return self.env._("Lines of a review are decided, not edited.")

    # -- Verbs -------------------------------------------------------------------------------

    def action_keep(self, comment=None):
        """They still need it."""
        return self._decide(KEEP, comment)

    def action_revoke(self, comment=None):
        """They do not need it any more; the job takes it away."""
        return self._decide(REVOKE, comment)

    def _decide(self, decision, comment=None):
        """Decide many lines at once; the same few queries for one as for thousands."""
        self.check_access("read")
        # sudo: nobody writes lines but here, after the checks.
        lines = self.sudo()
        lines.lock_for_update()
        lines._check_may_decide(self.env.user)
        lines.write(
            {
                "decision": decision,
                "decided_by_id": self.env.uid,
                "date_decided": self.env.cr.now().replace(microsecond=0),
                "comment": str(comment or "").strip()[:500] or False,
                "is_by_deadline": False,
            }
        )
        self.env.ref("service_desk.cron_access_review")._trigger()
        return True

    def _check_may_decide(self, user):
        """:raise AccessError: for the holder and for strangers"""
        now = self.env.cr.now()
        is_manager = user.has_group("service_desk.group_access_manager")
        own = user.partner_id._same_person()
        for line in self:
            if line.partner_id in own:
                raise AccessError(self.env._("Somebody else decides about your own access."))
            if not is_manager and user not in line.reviewer_ids:
                raise AccessError(self.env._("Others review this access."))
        for review in self.review_id:
            if review.state != "open" or review.date_deadline <= now:
                raise UserError(self.env._("“%s” is over.", review.name))
        if self.filtered("is_carried_out"):
            raise UserError(self.env._("That decision has been carried out already."))

    # -- Carrying out --------------------------------------------------------------------------

    def _carry_out(self):
        """Write what was decided into the evidence, and revoke what is to go."""
        for (review, decision, who, late), lines in self.grouped(
            lambda line: (line.review_id, line.decision, line.decided_by_id, line.is_by_deadline)
        ).items():
            text = lines._text_decision(review.name, decision, late)
            lines.access_id._log("reviewed", text, actor_id=who.id or self.env.uid)
            if decision == REVOKE:
                lines.access_id._order_revoke(text)
        self.write({"is_carried_out": True})

    def _text_decision(self, review, decision, late):
        if late:
            return self.env._("%s: nobody decided by the deadline", review)
        label = dict(self._fields["decision"]._description_selection(self.env))[decision]
        return f"{review}: {label}"
