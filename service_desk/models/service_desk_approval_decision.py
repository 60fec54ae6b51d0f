from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .service_desk_approval_data import CHANNELS, MAILS, MAX_WORDS, VOTES


class ServiceDeskApprovalDecision(models.Model):
    """One seat of an approval: who is asked, and what was decided there by whom.

    Written by the verbs of ``service.desk.approval`` alone. A seat that holds a vote is never
    changed again.
    """

    _name = "service.desk.approval.decision"
    _description = "Approval Decision"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.approval.decision.letter.mixin"]
    _order = "approval_id, id"
    _rec_name = "approver_id"

    approval_id = fields.Many2one("service.desk.approval", required=True, readonly=True, index=True, ondelete="cascade")
    approver_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    decision = fields.Selection(VOTES, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Decided By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who decided: the approver, or somebody who stood in for them.",
    )
    date = fields.Datetime(readonly=True)
    comment = fields.Text(readonly=True)
    channel = fields.Selection(CHANNELS, string="By Way Of", readonly=True)
    mail = fields.Selection(MAILS, string="Mail Due", readonly=True, groups="service_desk.group_admin")
    state = fields.Selection(related="approval_id.state", string="Step")

    _one_seat = models.Constraint("UNIQUE(approval_id, approver_id)", "Each approver is asked once in a step.")
    _whole = models.Constraint(
        "CHECK((decision IS NULL) = (user_id IS NULL) AND (decision IS NULL) = (date IS NULL))",
        "A decision has a person and a time.",
    )
    _reasoned = models.Constraint(
        "CHECK(decision IS DISTINCT FROM 'refuse' OR length(trim(comment)) > 0)",
        "A refusal needs a reason.",
    )
    _comment_sane = models.Constraint(
        f"CHECK(length(comment) <= {MAX_WORDS})", "This is too long; nobody would read it."
    )
    _mail_index = models.Index("(id) WHERE mail IS NOT NULL")
    _open_index = models.Index("(approver_id) WHERE decision IS NULL")

    @api.model
    def _lock_free(self, domain):
        """Those of these seats that nobody works on, locked until this transaction ends.

        Found and locked by one statement: between two of them another job could end with a seat,
        and this one would end with a serialization error.
        """
        query = self._search(domain)
        self.flush_model()
        rows = self.env.execute_query(
            SQL("%s FOR NO KEY UPDATE OF %s SKIP LOCKED", query.select(), SQL.identifier(self._table))
        )
        return self.browse(row[0] for row in rows).sorted()

    @api.model
    def _domain_of(self, user):
        """Seats that this user has, had, or sits on for somebody else today."""
        mine = Domain("approver_id", "=", user.id) | Domain("user_id", "=", user.id)
        return mine | self.env["service.desk.approval.delegation"]._domain_delegated(user)

    @api.model
    def _domain_open_of(self, user):
        """Seats on which this user may vote now."""
        own = Domain("approver_id", "=", user.id)
        delegated = self.env["service.desk.approval.delegation"]._domain_delegated(user)
        return Domain("decision", "=", False) & (own | delegated)

    # -- For the portal ----------------------------------------------------------------------

    def _portal_values(self):
        """What a page shows of one seat."""
        return {
            "approver": self.approver_id.name,
            "user": self.user_id.name,
            "is_stand_in": bool(self.user_id) and self.user_id != self.approver_id,
            "decision": self.decision,
            "date": self.date,
            "comment": self.comment,
        }
