from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lifecycle import DONE, OPEN_PHASES
from .service_desk_major_data import MAJOR_STATES

#: What of a running major incident is told in its timeline when it changes.
_TOLD = frozenset({"impact", "urgency", "priority_override", "service_id"})


class ServiceDeskMajorTicketMixin(models.AbstractModel):
    """What incidents know of being major, and what the timeline hears of them."""

    _name = "service.desk.major.ticket.mixin"
    _description = "Incident That May Be Major"

    # Written by the major incident's door, so that lists and the queue show it without a join.
    major_state = fields.Selection(
        MAJOR_STATES, string="Major", readonly=True, copy=False, groups="service_desk.group_agent"
    )
    major_ids = fields.One2many(
        "service.desk.major", "incident_id", string="Major Incident", readonly=True, groups="service_desk.group_agent"
    )
    near_major_id = fields.Many2one(
        "service.desk.major",
        string="May Belong To",
        compute="_compute_near_major_id",
        groups="service_desk.group_agent",
        help="A major incident about the same service that is running.",
    )

    _major_index = models.Index("(id) WHERE major_state = 'declared'")

    @api.depends("service_id", "parent_id", "phase", "major_state")
    @api.depends_context("uid")
    def _compute_near_major_id(self):
        majors = self.env["service.desk.major"]
        is_any_running = bool(majors._running())
        for ticket in self:
            is_free = ticket.phase in OPEN_PHASES and not ticket.parent_id and not ticket.major_state
            ticket.near_major_id = is_any_running and is_free and majors._near(ticket)

    # -- What the timeline hears -----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._tell_major_of_joining()
        return tickets

    def write(self, vals):
        joining = self._joining(vals)
        # sudo: requesters may not read the mark; it only says where to tell of a change.
        running = self.browse(
            self.sudo().filtered(lambda ticket: ticket.major_state == "declared").ids if _TOLD & vals.keys() else []
        )
        before = {ticket: ticket.priority for ticket in running}
        result = super().write(vals)
        joining._tell_major_of_joining()
        for ticket, priority in before.items():
            ticket._tell_major_of_priority(priority)
        if running and "service_id" in vals:
            self.env.registry.clear_cache()
        return result

    def _joining(self, vals):
        """Those of these tickets that get another parent."""
        if not vals.get("parent_id"):
            return self.browse()
        return self.filtered(lambda ticket: ticket.parent_id.id != vals["parent_id"])

    def _tell_major_of_joining(self):
        # sudo: see write
        parents = self.sudo().filtered("parent_id").grouped("parent_id")
        for parent, tickets in parents.items():
            if parent.major_state == "declared":
                numbers = ", ".join(tickets.mapped("number"))
                parent.major_ids._log_event("joined", self.env._("Joined: %s", numbers))

    def _tell_major_of_priority(self, former):
        if self.priority != former:
            labels = dict(self._fields["priority"]._description_selection(self.env))
            words = self.env._(
                "Priority: %(former)s → %(now)s", former=labels.get(former, "–"), now=labels.get(self.priority, "–")
            )
            # sudo: see write
            self.sudo().major_ids._log_event("priority", words)

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        # sudo: see write
        for ticket in self.sudo().filtered(lambda one: one.major_state in ("declared", "stood_down")):
            major = ticket.major_ids
            words = self.env._(
                "The incident: %(former)s → %(now)s",
                former=self._state_label(sources[ticket.id]),
                now=self._state_label(target),
            )
            major._log_event("state", words)
            if ticket.phase == DONE or ticket.phase in OPEN_PHASES:
                major.date_restored = ticket.date_resolved
        return result

    # -- Verbs -----------------------------------------------------------------------------------

    def action_open_major(self):
        """The major incident that this one is."""
        self.check_access("read")
        return self.major_ids._get_records_action()

    def action_propose_major(self):
        """Open the dialog that asks why this is a major incident."""
        self.check_access("read")
        self.ensure_one()
        if self.major_state and self.major_state != "declined":
            raise UserError(self.env._("%s was proposed already.", self.display_name))
        return self._open_dialog(
            "service.desk.major.propose.wizard", self.env._("Propose a Major Incident"), incident_id=self.id
        )

    def action_open_join_major(self):
        """Open the dialog that hangs these incidents below a major one."""
        self.check_access("write")
        near = self.env["service.desk.major"]
        for ticket in self:
            near = near or ticket.near_major_id
        return self._open_dialog(
            "service.desk.major.join.wizard",
            self.env._("Join a Major Incident"),
            major_id=near.id or self._only_running(),
            incident_ids=[(6, 0, self.ids)],
        )

    def action_join_near_major(self):
        """Hang this incident below the major one that runs for its service."""
        self.check_access("write")
        for ticket in self.filtered("near_major_id"):
            ticket.near_major_id._join(ticket)
        return True

    @api.model
    def _only_running(self):
        """The one that is running, if it is one and the user sees it."""
        running = self.env["service.desk.major"].search([("state", "=", "declared")], limit=2)
        return running.id if len(running) == 1 else False
