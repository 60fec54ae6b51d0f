from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .service_desk_ticket_data import LEVELS, PRIORITIES


class ServiceDeskPriorityMixin(models.AbstractModel):
    """Priority from impact and urgency, with an override that a leader answers for."""

    _name = "service.desk.priority.mixin"
    _description = "Priority"

    impact = fields.Selection(
        LEVELS,
        required=True,
        default="2",
        tracking=True,
        help="How much of the business is hurt.",
    )
    urgency = fields.Selection(
        LEVELS,
        required=True,
        default="2",
        tracking=True,
        help="How long the business can wait.",
    )
    priority = fields.Selection(
        PRIORITIES,
        compute="_compute_priority",
        store=True,
        precompute=True,
        tracking=True,
        help="Follows from impact and urgency by the priority matrix, unless it was overridden.",
    )
    priority_override = fields.Selection(
        PRIORITIES,
        copy=False,
        help="Stands instead of the matrix until it is cleared.",
    )
    priority_override_reason = fields.Char(copy=False, groups="service_desk.group_agent")
    can_override_priority = fields.Boolean(
        compute="_compute_can_override_priority",
        groups="service_desk.group_agent",
        help="The current user is a desk manager or leads the ticket's team.",
    )

    @api.depends("impact", "urgency", "priority_override", "company_id")
    def _compute_priority(self):
        matrix = self.env["service.desk.priority.matrix"]
        for ticket in self:
            ticket.priority = ticket.priority_override or matrix._priority(
                ticket.company_id.id, ticket.impact, ticket.urgency
            )

    @api.depends_context("uid")
    @api.depends("team_id")
    def _compute_can_override_priority(self):
        is_manager = self.env.user.has_group("service_desk.group_manager")
        for ticket in self:
            ticket.can_override_priority = is_manager or ticket.team_id.leader_id == self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        for ticket, vals in zip(tickets, vals_list, strict=True):
            if vals.get("priority_override"):
                ticket._check_override()
                ticket._log_override()
        return tickets

    def write(self, vals):
        if not {"priority_override", "priority_override_reason"} & vals.keys():
            return super().write(vals)
        if not vals.get("priority_override", True):
            vals = {**vals, "priority_override_reason": False}
        changed = self.filtered(
            lambda ticket: any(
                ticket[name] != vals[name] for name in ("priority_override", "priority_override_reason") if name in vals
            )
        )
        result = super().write(vals)
        if changed:
            changed._check_override()
            changed._log_override()
        return result

    def _check_override(self):
        """An override needs a desk manager or the team's leader, and a reason.

        :raise AccessError: for anybody else
        :raise UserError: without a reason
        """
        if not self.env.su and not all(self.mapped("can_override_priority")):
            raise AccessError(self.env._("Only a desk manager or the team's leader may override a priority."))
        for ticket in self:
            if ticket.priority_override and not (ticket.priority_override_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Say why %s should have another priority than the matrix gives.",
                        ticket.display_name,
                    )
                )

    def _log_override(self):
        """Leave a note about the override, or about its end, on each ticket."""
        labels = dict(self._fields["priority"]._description_selection(self.env))
        ended = self.env._("The priority follows the matrix again.")
        self._message_log_batch(
            bodies={
                ticket.id: Markup("<p>%s</p>")
                % (
                    self.env._(
                        "Priority overridden to %(priority)s: %(reason)s",
                        priority=labels[ticket.priority_override],
                        reason=ticket.priority_override_reason,
                    )
                    if ticket.priority_override
                    else ended
                )
                for ticket in self
            }
        )
