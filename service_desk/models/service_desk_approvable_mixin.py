from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..lifecycle import ACTIVE, DONE
from .service_desk_approval_data import SUBJECT_STATES, content_hash


class ServiceDeskApprovableMixin(models.AbstractModel):
    """Something that others must agree to before it is done.

    The host stands in ``APPROVAL_COLUMNS``, declares its ``approval_ids``, has a ``company_id`` and
    a lifecycle, names this mixin before what else it inherits, and says by the ``_approval_*``
    methods what is decided by whom. It is told the result by ``_approval_granted`` or
    ``_approval_refused``. readme/APPROVALS.md shows it.
    """

    _name = "service.desk.approvable.mixin"
    _description = "Needs Approval"
    _inherit = ["service.desk.approval.guard.mixin"]

    # Written by the round of approvals alone, not computed: lists filter by it, and creating a
    # thousand tickets must not ask for their approvals.
    approval_state = fields.Selection(
        SUBJECT_STATES,
        string="Approval",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    approval_waits_for = fields.Char(
        compute="_compute_approval_waits_for",
        groups="service_desk.group_agent",
        help="Those who are asked now.",
    )

    def _compute_approval_waits_for(self):
        approvals = self._open_approvals().filtered(lambda one: one.state == "pending")
        by_subject = approvals.grouped(lambda one: one[approvals._column_of(self)].id)
        for record in self:
            mine = by_subject.get(record.id, approvals.browse())
            record.approval_waits_for = ", ".join(filter(None, mine.mapped("approver_names")))

    # -- What a host says ----------------------------------------------------------------------

    def _approval_policy(self):
        """The policy that decides who must agree; empty when nobody must."""
        return self.env["service.desk.approval.policy"]

    def _approval_amount(self):
        """What it costs, in the currency of its company; steps may begin at an amount."""
        return 0.0

    def _approval_content(self):
        """What approvers see and decide about: pairs of label and value, both text.

        Called as superuser in the language of the company, so that it reads the same each time.
        """
        return []

    def _approval_written_since(self):
        """What was written while they decide and binds nobody, pairs as of ``_approval_content``."""
        return []

    def _approval_files(self):
        """Files that approvers may open, called as superuser: ``ir.attachment``."""
        return self.env["ir.attachment"]

    def _approval_frozen_fields(self):
        """Names of fields that nobody writes while others decide about them."""
        return set()

    def _approval_binding_fields(self):
        """Names of fields that stay as they are also after it was approved.

        Else somebody would have one thing approved and do another.
        """
        return set()

    def _approval_barred_users(self):
        """Users who may never decide about this: who asked, and for whom it is."""
        return self.env["res.users"]

    def _approval_title(self):
        """Number, subject and requester as approvals and their mails name it."""
        return {"number": False, "title": self.display_name, "requester_name": False}

    def _approval_is_confidential(self):
        """Whether mails about it say no more than its number."""
        return "is_confidential" in self._fields and self.is_confidential

    @api.model
    def _domain_desk_approvals(self):
        """Those records, of what the current agent may open, whose approvals they may read too."""
        return Domain.TRUE

    def _approval_mail_from(self):
        """The address from which approvers are written to."""
        return self.company_id.email_formatted or self.env.ref("base.partner_root").email_formatted

    def _approval_team_leaders(self):
        return self.env["res.users"]

    def _approval_service_owners(self):
        return self.env["res.users"]

    def _approval_person(self):
        """Whom it is for, as a contact: whose manager decides, where the approvers are managers."""
        return self.env["res.partner"]

    def _approval_entitlement_owners(self):
        return self.env["res.users"]

    def _approval_blocks(self, target):
        """Whether this may not come to a state before it is approved."""
        return self._lifecycle.phases[target] in (ACTIVE, DONE)

    def _approval_granted(self):
        """Everybody has agreed. Called under lock, as superuser on behalf of who decided last."""

    def _approval_refused(self, reason):
        """Somebody has said no, or nobody has said anything in time. Called as above.

        :param str reason: plain text
        """

    def _approval_revoked(self):
        """An agent takes back what was approved, to change it and ask again. Called as above."""

    # -- A round -------------------------------------------------------------------------------

    def _start_approval(self):
        """Ask those who must agree, in a round of its own; what is being decided stays as it is.

        :return: those of these records that wait for approval now; none has a policy whose steps
            apply among the others
        """
        # sudo: whoever orders need not see policies and approvers; the caller has checked them.
        subjects = self.sudo()
        subjects._lock_for_approval()
        subjects = subjects.filtered(lambda subject: subject.approval_state != "pending")
        rounds = subjects._last_rounds()
        vals_list = []
        for subject in subjects:
            steps = subject._approval_policy()._steps_for(subject._approval_amount())
            if steps:
                vals_list += subject._prepare_approvals(steps, rounds.get(subject.id, 0) + 1)
        approvals = self.env["service.desk.approval"].sudo().create(vals_list)
        approvals._seat_somebody()
        column = approvals._column_of(self)
        waiting = subjects.filtered(lambda subject: subject in approvals[column])
        waiting.write({"approval_state": "pending"})
        # What an earlier round said was about something else.
        (subjects - waiting).write({"approval_state": "none"})
        firsts = {}
        for approval in approvals:
            firsts.setdefault(approval[column].id, approval)
        approvals.browse([approval.id for approval in firsts.values()])._open()
        return self.browse(record.id for record in self.sudo() if record.approval_state == "pending")

    def _last_rounds(self):
        """Subject id -> number of the last round."""
        approvals = self.env["service.desk.approval"].sudo()
        column = approvals._column_of(self)
        groups = approvals._read_group([(column, "in", self.ids)], [column], ["round:max"])
        return {subject.id: last for subject, last in groups}

    def _prepare_approvals(self, steps, number):
        """Values of all steps of a round: facts of the policy, seats and content, frozen."""
        self.ensure_one()
        approvals = self.env["service.desk.approval"]
        barred, content = self._approval_barred_users(), self._frozen_content()
        shared = {
            approvals._column_of(self): self.id,
            **self._approval_title(),
            "company_id": self.company_id.id,
            "is_confidential": self._approval_is_confidential(),
            "round": number,
            "content": content,
            "content_hash": content_hash(content),
            "barred_user_ids": [(6, 0, barred.ids)],
        }
        vals_list = []
        for place, step in enumerate(steps, start=1):
            users = approvals._asked(step._approvers(self), self.company_id, barred)
            seats = [(0, 0, {"approver_id": user.id}) for user in users]
            vals_list.append({**shared, **step._facts(), "sequence": place, "decision_ids": seats})
        return vals_list

    def _frozen_content(self):
        """What is decided about, the same in whatever language and with whatever rights one asks."""
        self.ensure_one()
        lang = self.sudo().company_id.partner_id.lang or "en_US"
        subject = self.with_user(SUPERUSER_ID).with_context(lang=lang, tz="UTC", active_test=False)
        return [[str(label), str(value)] for label, value in subject._approval_content()]

    def _withdraw_approval(self, reason):
        """Ask nobody any more; nothing is approved or refused.

        :param str reason: stands in the history of the approvals
        """
        # sudo: see _start_approval
        subjects = self.sudo()
        subjects._lock_for_approval()
        pending = subjects.filtered(lambda subject: subject.approval_state == "pending")
        pending._open_approvals()._cancel(reason)
        pending.write({"approval_state": "none"})

    def _open_approvals(self):
        """The steps of the present round that are not decided."""
        approvals = self.env["service.desk.approval"].sudo()
        column = approvals._column_of(self)
        return approvals.search([(column, "in", self.ids), ("state", "in", ("waiting", "pending"))])

    def _end_approval(self, state, reason=""):
        """The round is over; called by its last step, under lock, as superuser."""
        self.write({"approval_state": state})
        if state == "approved":
            self._approval_granted()
        else:
            self._approval_refused(reason)

    def _lock_for_approval(self):
        """Wait for whoever else decides about these records or changes them."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(self._table),
                tuple(self.ids) or (0,),
            )
        )

    # -- What people do ------------------------------------------------------------------------

    def action_ask_approval(self):
        """Ask those who must agree, now."""
        self.check_access("write")
        for subject in self:
            if not subject._start_approval():
                raise UserError(self.env._("%s needs nobody's approval by its policy.", subject.display_name))
        return True

    def action_withdraw_approval(self):
        """Ask nobody any more, so that it can be changed and asked again."""
        self.check_access("write")
        self._withdraw_approval(self.env._("Withdrawn by %s.", self.env.user.name))
        # sudo: see _start_approval
        for subject in self.sudo().filtered(lambda one: one.approval_state == "approved"):
            subject.approval_state = "none"
            subject._approval_revoked()
        return True
