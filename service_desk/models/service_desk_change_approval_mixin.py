from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..lifecycle import CLOSED
from .service_desk_change_data import ACTUAL_FIELDS, DATE_FIELDS, EMERGENCY, PLAN_FIELDS, STANDARD

#: States in which the work has begun, so that agreeing to it cannot be taken back any more.
BEGUN_STATES = ("implementing", "review", "closed")


class ServiceDeskChangeApprovalMixin(models.AbstractModel):
    """Who agrees to a change, what they see of it, and what follows.

    Who is asked follows from type and risk (``service.desk.change.rule``). A standard change needs
    nobody, its model was agreed to; an emergency is decided about while, or after, it is done.
    """

    _name = "service.desk.change.approval.mixin"
    _description = "Approval of a Change"
    _inherit = ["service.desk.ticket.approval.mixin"]

    approval_ids = fields.One2many(
        "service.desk.approval", "change_id", string="Approvals", groups="service_desk.group_agent"
    )
    asked_by_id = fields.Many2one(
        "res.users",
        string="Approval Asked By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="service_desk.group_agent",
    )
    date_authorized = fields.Datetime(
        string="Authorized",
        readonly=True,
        copy=False,
        help="When it was agreed that it is done; empty when nobody has agreed.",
    )
    is_unauthorized = fields.Boolean(
        string="Unauthorized",
        compute="_compute_is_unauthorized",
        store=True,
        help="The work has begun and nobody has agreed to it yet, or they have refused.",
    )

    @api.depends("date_authorized", "date_actual_start")
    def _compute_is_unauthorized(self):
        for change in self:
            change.is_unauthorized = bool(change.date_actual_start and not change.date_authorized)

    # -- Who -----------------------------------------------------------------------------------

    def _approval_policy(self):
        """As the rules for its type and risk say."""
        return self.env["service.desk.change.rule"].sudo()._policy_for(self)  # sudo: setup decides for all

    def _approval_barred_users(self):
        """Besides those of every ticket who asked for the approval, and who is to carry it out."""
        return super()._approval_barred_users() | self.user_id | self.asked_by_id

    def _start_approval(self):
        """Whoever asks does not decide, by what button they ever did it."""
        user = self.env.user
        fresh = self.filtered(lambda change: change.approval_state != "pending")
        fresh._write_facts({"asked_by_id": not user._is_superuser() and user.id})
        return super()._start_approval()

    def _approval_service_owners(self):
        """Everybody who answers for something that feels it."""
        return self._affected_services().owner_id

    def _approval_blocks(self, target):
        """Nothing is scheduled or begun before it is agreed to, but for emergencies."""
        return target in ("scheduled", "implementing") and self.change_type != EMERGENCY

    def _lacks_approval(self):
        """Whether somebody must agree who has not yet."""
        if self.change_type == STANDARD or self.approval_state == "approved":
            return False
        subject = self.sudo()  # sudo: policies may be out of sight of who works on it
        return bool(subject._approval_policy()._steps_for(subject._approval_amount()))

    # -- What ----------------------------------------------------------------------------------

    def _approval_content(self):
        return super()._approval_content() + self._told_pairs(self._approval_told_fields())

    def _told_pairs(self, names):
        """Labels and words of these fields, of those that say something."""
        pairs = [(self._field_label(name), self._text_of(name)) for name in names]
        return [pair for pair in pairs if pair[1]]

    def _approval_written_since(self):
        """An emergency is done and written down while they decide: they read how far that has come."""
        if self.change_type != EMERGENCY:
            return super()._approval_written_since()
        names = ("risk", "justification", *PLAN_FIELDS, *ACTUAL_FIELDS, "outcome", "resolution")
        return super()._approval_written_since() + self._told_pairs(names)

    def _approval_told_fields(self):
        """Names of the fields that approvers read, in order; of an emergency what stays meanwhile."""
        if self.change_type == EMERGENCY:
            return ("name", "change_type", "service_id", "service_ids", "description")
        return (
            "name",
            "change_type",
            "risk",
            "service_id",
            "service_ids",
            *DATE_FIELDS,
            "description",
            "justification",
            *PLAN_FIELDS,
        )

    def _field_label(self, name):
        return self.fields_get([name], ["string"])[name]["string"]

    def _text_of(self, name):
        """What a field says, as plain text."""
        field, value = self._fields[name], self[name]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "html":
            return html2plaintext(value or "").strip()
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "datetime" and value:
            return self.env._("%s (UTC)", value.replace(microsecond=0))
        return value or ""

    def _approval_frozen_fields(self):
        """What is decided about; an emergency is written down while they decide."""
        names = {"name", "change_type", "model_id", "service_id", "service_ids", "company_id"}
        names |= {"requester_id", "submitted_by_id", "description"}
        if self.change_type != EMERGENCY:
            names |= {"justification", *PLAN_FIELDS, *DATE_FIELDS}
        return super()._approval_frozen_fields() | names

    def _approval_binding_fields(self):
        """What was agreed to; its dates are the change managers' to move."""
        if self.phase == CLOSED or self.change_type == EMERGENCY:
            return super()._approval_binding_fields()
        return super()._approval_binding_fields() | (self._approval_frozen_fields() - set(DATE_FIELDS))

    def _check_assignee_decides(self, user_id):
        """Nobody carries out what they are deciding about: that would be one hand.

        :raise UserError: when the new assignee has a seat in the round that goes on
        """
        deciding = self.filtered(lambda change: change.approval_state == "pending") if user_id else self.browse()
        if not deciding:
            return
        # sudo: asks who has a seat.
        seats = deciding.sudo()._open_approvals().decision_ids.filtered(lambda seat: seat.approver_id.id == user_id)
        if seats:
            raise UserError(
                self.env._(
                    "%s is asked whether this may be done, so that somebody else must do it.",
                    seats.approver_id[:1].name,
                )
            )

    # -- What follows --------------------------------------------------------------------------

    def action_ask_approval(self):
        """Ask those who must agree: by the door before the work, as it is where it has begun."""
        self.check_access("write")
        early = self.filtered(lambda change: change.state == "assessment")
        early.write({"state": "approval"})
        begun = self - early
        for change in begun:
            if change.state not in ("implementing", "review", "approval"):
                raise UserError(self.env._("%s is not assessed. Assess it first.", change.display_name))
            if not change._start_approval():
                raise UserError(self.env._("%s needs nobody's approval by its rule.", change.display_name))
        return True

    def _approval_granted(self):
        result = super()._approval_granted()
        self.date_authorized = self._now()
        if self.state == "approval":
            self._schedule_if_possible()
        return result

    def _schedule_if_possible(self):
        """Schedule what was agreed to; what stands against it is told to whoever works on it."""
        try:
            with self.env.cr.savepoint():
                self.write({"state": "scheduled"})
        except UserError as error:
            text = self.env._("It was agreed to and is not scheduled yet: %s", error.args[0])
            self._message_log(body=text)
            self._remind_worker(text)

    def _approval_refused(self, reason):
        result = super()._approval_refused(reason)
        self.date_authorized = False
        if self.state in BEGUN_STATES:
            text = self.env._("What was done at once was refused afterwards: %s", reason)
            self._message_log(body=text)
            self._remind_worker(text)
        return result

    def _approval_revoked(self):
        """What was agreed to is open again; not once the work has begun."""
        result = super()._approval_revoked()
        if self.state in BEGUN_STATES:
            raise UserError(
                self.env._("The work on %s has begun; what was agreed to stays on record.", self.display_name)
            )
        if self.state in ("approval", "scheduled"):
            self.write({"state": "assessment"})
        return result

    def _remind_worker(self, text):
        """A to-do for whoever works on it, else for the leader of the team."""
        person = self.user_id or self.team_id.leader_id
        if person:
            self.activity_schedule("mail.mail_activity_data_warning", user_id=person.id, summary=text[:200])
