from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from ..lifecycle import OPEN_PHASES
from .service_desk_ticket_data import MAX_ESCALATION_LEVEL


class ServiceDeskEscalationMixin(models.AbstractModel):
    """Three ways up: to the next tier (functional), to a supplier's desk, to management (hierarchic).

    Escalated is a fact beside the state, never a state of its own.
    """

    _name = "service.desk.escalation.mixin"
    _description = "Escalation"

    supplier_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        groups="service_desk.group_agent",
        help="The supplier whose desk works on it.",
    )
    supplier_ref = fields.Char(
        string="Supplier's Reference",
        tracking=True,
        groups="service_desk.group_agent",
        help="The number of the ticket at the supplier's desk.",
    )
    escalation_level = fields.Integer(
        readonly=True,
        copy=False,
        tracking=True,
        groups="service_desk.group_agent",
        help="0 none, 1 team leader, 2 service owner, 3 management of the desk.",
    )

    def action_escalate(self, note):
        """Hand the ticket to the team that its team escalates to.

        :param str note: what the next tier needs to know
        :raise UserError: when the ticket is over, has no team, the team is the last one, or the
            note is empty
        """
        self.check_access("write")
        if not isinstance(note, str) or not note.strip():
            raise UserError(self.env._("Say what the next team needs to know."))
        for team, tickets in self._check_escalable().grouped("team_id").items():
            # sudo: where a team escalates to is part of the team, whoever asks.
            target = team.sudo().escalation_team_id
            if not target:
                raise UserError(
                    self.env._(
                        "%s has no team to escalate to. Choose a team by handing the ticket over.",
                        team.name or self.env._("A ticket without a team"),
                    )
                )
            tickets.write({"team_id": target.id, "handoff_note": note})
        return True

    def _escalate_to_supplier(self, supplier, reference, note):
        """Pass the ticket to a supplier's desk and wait for it.

        :param supplier: ``res.partner``
        :param str reference: their ticket number, may be empty until they answer
        :param str note: what they were told
        """
        reason = self.env.ref("service_desk.pending_reason_supplier", raise_if_not_found=False)
        if not reason:
            reason = self.env["service.desk.pending.reason"].search([("waits_for", "=", "supplier")], limit=1)
        if not reason:
            raise UserError(self.env._("There is no pending reason that waits for a supplier. Please add one."))
        self._check_escalable()
        if not self._lifecycle.waiting:
            raise UserError(self.env._("A %s is not put on hold for a supplier. Give them a task.", self._description))
        known = {"supplier_ref": reference} if reference else {}
        self.write({"supplier_id": supplier.id, **known})
        waiting = self.filtered(lambda ticket: ticket.state == self._lifecycle.waiting)
        waiting.write({"pending_reason_id": reason.id})
        (self - waiting).write({"state": self._lifecycle.waiting, "pending_reason_id": reason.id})
        self._log_note(self.env._("Passed to %s", supplier.display_name), note)

    def _escalate_to_management(self, note):
        """Raise the level by one and ask the person of that level to act."""
        for ticket in self._check_escalable():
            level = ticket.escalation_level + 1
            if level > MAX_ESCALATION_LEVEL:
                raise UserError(self.env._("%s is already escalated to the top.", ticket.display_name))
            ticket._write_facts({"escalation_level": level})
            user = ticket._escalation_user(level)
            if user:
                # sudo: the one who is asked to act need not be readable to the agent.
                ticket.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Escalated: %s", ticket.name),
                    note=Markup("<p>%s</p>") % note,
                    user_id=user.id,
                )
        self._log_note(self.env._("Escalated to management"), note)

    def _escalation_user(self, level):
        """Who answers at that level; the nearest one above when a level is not filled."""
        # sudo: agents may not read every team, service and group.
        ticket = self.sudo()
        managers = ticket.env.ref("service_desk.group_manager").all_user_ids
        managers = managers.filtered(
            lambda user: not user.share and user.active and ticket.company_id in user.company_ids
        )
        ladder = [ticket.team_id.leader_id, ticket.service_id.owner_id, managers.sorted("id")[-1:]]
        # A team or a service for all companies may be led by somebody who is not of this one, and a
        # service may be owned by somebody behind the ticket's wall.
        ladder = [
            user for user in ladder[level - 1 :] if ticket.company_id in user.company_ids and ticket._may_hear(user.id)
        ]
        return ladder[0] if ladder else self.env["res.users"]

    def _check_escalable(self):
        """:raise UserError: when one of the tickets is over"""
        for ticket in self:
            if ticket.phase not in OPEN_PHASES:
                raise UserError(self.env._("%s is not open any more and cannot be escalated.", ticket.display_name))
        return self

    def _log_note(self, title, note):
        """An internal note with a bold first line, on each ticket."""
        body = Markup("<p><b>%s</b></p><p>%s</p>") % (title, note or "")
        if self:
            self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
