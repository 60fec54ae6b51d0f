from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lifecycle import DONE, OPEN_PHASES
from .service_desk_fetch_mixin import WALL_FIELDS
from .service_desk_ticket_data import (
    CHANNELS,
    GUARDED_FIELDS,
    NO_FOREIGN_DEFAULTS,
    is_open_value,
)


class ServiceDeskTicket(models.AbstractModel):
    """Everything that incidents, requests, problems and changes share.

    Divided by subject into mixins; this file joins them and adds what concerns all subjects. A
    concrete process adds its ``state`` and ``_lifecycle``, its ``_number_code``, its relations to
    itself (``parent_id``, ``child_ids``, ``merged_into_id``, ``previous_id``) and to its lines
    (``worklog_ids``, ``transition_ids``), and nothing that the others need too.
    """

    _name = "service.desk.ticket"
    _description = "Ticket"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.move.mixin",
        "service.desk.merge.mixin",
        "service.desk.fetch.mixin",
        "service.desk.queued.mixin",
        "service.desk.export.mixin",
        "service.desk.company.mixin",
        "service.desk.boundary.mixin",
        "service.desk.link.mixin",
        "service.desk.notice.mixin",
        "service.desk.plan.mixin",
        "service.desk.lifecycle.mixin",
        "service.desk.number.mixin",
        "service.desk.priority.mixin",
        "service.desk.assignment.mixin",
        "service.desk.escalation.mixin",
        "service.desk.pending.mixin",
        "service.desk.closing.mixin",
        "service.desk.family.mixin",
        "service.desk.transfer.mixin",
        "service.desk.offspring.mixin",
        "service.desk.requester.mixin",
        "service.desk.covered.mixin",
        "service.desk.answer.mixin",
        "service.desk.likeness.mixin",
        "service.desk.likeness.screen.mixin",
        "service.desk.hint.mixin",
        "service.desk.presence.mixin",
        "service.desk.portal.mixin",
        "service.desk.mail.mixin",
        "service.desk.addressee.mixin",
        "service.desk.letter.mixin",
        "service.desk.digest.mixin",
        "service.desk.mail.failure.mixin",
        "service.desk.tracking.mixin",
        "service.desk.follower.mixin",
        "service.desk.screen.mixin",
        "service.desk.history.mixin",
        "service.desk.conversation.mixin",
        "service.desk.action.mixin",
        "service.desk.article.ticket.mixin",
    ]
    _order = "priority, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    name = fields.Char(string="Subject", required=True, tracking=True, index="trigram")
    description = fields.Html(help="What the requester reports, in their words.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    service_id = fields.Many2one("service.desk.service", check_company=True, index="btree_not_null", tracking=True)
    category_id = fields.Many2one("service.desk.category", check_company=True, index="btree_not_null", tracking=True)
    tag_ids = fields.Many2many("service.desk.tag", string="Tags")
    template_id = fields.Many2one(
        "service.desk.ticket.template",
        copy=False,
        check_company=True,
        index="btree_not_null",
        domain="[('process', '=', context.get('service_desk_process', ''))]",
        groups="service_desk.group_agent",
        help="Fills in the fields that are still empty.",
    )
    channel = fields.Selection(CHANNELS, default="phone", required=True, tracking=True)
    resolution = fields.Html(copy=False, help="What was done; the requester reads it.")
    resolution_code_id = fields.Many2one("service.desk.resolution.code", copy=False, index="btree_not_null")
    date_opened = fields.Datetime(
        string="Opened",
        readonly=True,
        copy=False,
        default=lambda self: self._now(),
    )
    date_due = fields.Datetime(string="Due", copy=False, tracking=True, help="The next promise to the requester.")
    date_first_response = fields.Datetime(string="First Response", readonly=True, copy=False)
    date_resolved = fields.Datetime(string="Resolved", readonly=True, copy=False)
    date_closed = fields.Datetime(string="Closed", readonly=True, copy=False)
    date_reopened = fields.Datetime(string="Last Reopened", readonly=True, copy=False, help="When it last came back.")
    reopen_count = fields.Integer(readonly=True, copy=False)
    worked_minutes = fields.Integer(
        compute="_compute_worked_minutes",
        groups="service_desk.group_agent",
        help="Minutes in the work log.",
    )

    _name_sane = models.Constraint(
        "CHECK(length(trim(name)) BETWEEN 1 AND 1000)",
        "Give the ticket a subject, of 1,000 characters at most.",
    )
    _order_index = models.Index("(priority, id DESC)")
    _open_order_index = models.Index("(priority, id DESC) WHERE phase IN ('new', 'active', 'pending')")
    _team_open_index = models.Index("(team_id, priority, id DESC) WHERE phase IN ('new', 'active', 'pending')")
    _mail_failure_index = models.Index("(id) WHERE has_mail_failure")
    _resolved_index = models.Index("(date_resolved) WHERE phase = 'done'")
    # What happened in a period. New tickets are in the first one alone.
    _opened_index = models.Index("(date_opened)")
    _ended_index = models.Index(
        "(COALESCE(date_resolved, date_closed)) WHERE COALESCE(date_resolved, date_closed) IS NOT NULL"
    )
    _reopened_index = models.Index("(date_reopened) WHERE date_reopened IS NOT NULL")

    # -- Computes ----------------------------------------------------------------------------

    @api.depends("number", "name", *WALL_FIELDS)
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Number and subject; the number alone for those who stand outside the ticket's walls.

        The names of linked records are read with superuser rights, so that a parent or a merge
        would tell its subject to people who may not open it.
        """
        told = self._ids_inside_walls()
        for ticket in self:
            label = f"{ticket.number or ''} {ticket.name or ''}".strip()
            ticket.display_name = label if ticket.id in told else ticket.number

    def _ids_inside_walls(self):
        """The tickets within whose walls the current user stands, as in the record rules."""
        user = self.env.user
        if user._is_superuser():
            return set(self._ids)
        walls = user._service_desk_walls()
        return {ticket.id for ticket in self if walls.let_in(ticket)}

    @api.depends("worklog_ids.minutes")
    def _compute_worked_minutes(self):
        for ticket in self:
            ticket.worked_minutes = sum(ticket.worklog_ids.mapped("minutes"))

    @api.onchange("template_id")
    def _onchange_template_id(self):
        """Show in the form what the template will fill in."""
        for name, value in self.template_id._fillings(self.company_id.id).items():
            current = self[name].id if isinstance(self[name], models.BaseModel) else self[name]
            if not self._origin and is_open_value(name, current):
                self[name] = value

    # -- CRUD --------------------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Defaults from the client's context or the user's settings cannot set guarded facts."""
        values = super().default_get(fields)
        # Superuser or not: a conversion creates as superuser, in the context of its caller.
        for name in self._no_foreign_defaults() & values.keys():
            own_default = self._fields[name].default
            if own_default:
                values[name] = own_default(self)
            else:
                del values[name]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_guarded(vals)
            vals["company_id"] = vals.get("company_id") or self.env.company.id
        self.env["service.desk.ticket.template"]._apply_all(vals_list)
        self._prepare_routing(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_guarded(vals)
        tickets = self.with_context(mail_auto_subscribe_no_notify=True) if self._is_quiet() else self
        return super(ServiceDeskTicket, tickets).write(vals)

    @api.model
    def _check_guarded(self, vals):
        """Numbers, dates, counters and pointers are facts that the desk records by itself.

        Were they writable, an RPC client could forge a history or take another ticket's number.
        """
        if self.env.su:
            return
        forged = sorted(self._guarded_fields() & vals.keys())
        if forged:
            labels = self.fields_get(forged, ["string"])
            names = ", ".join(labels[name]["string"] for name in forged if name in labels)
            raise AccessError(self.env._("The desk keeps these by itself, they cannot be set: %s.", names))

    @api.model
    def _guarded_fields(self):
        """The fields that the desk's own code sets alone. Extend for facts of other addons."""
        return GUARDED_FIELDS

    @api.model
    def _no_foreign_defaults(self):
        """The fields that begin as the desk says alone. Extend for what not everybody may set."""
        return NO_FOREIGN_DEFAULTS | self._guarded_fields()

    def _write_facts(self, vals):
        """Write what the desk records by itself.

        sudo: callers have checked the user's right on the ticket and decide the values; people
        may not write these fields.
        """
        return self.sudo().write(vals)

    def _promised_date(self):
        """By when the requester may expect it to be done; nothing while nobody can say.

        The next promise, unless another addon knows better: a first answer is a promise, too.
        """
        self.ensure_one()
        return self.date_due

    # -- For views ---------------------------------------------------------------------------

    @api.model
    def _group_expand_state(self, states, domain):
        """The columns of the kanban: what a ticket passes through, and other ends that are there.

        The one in which the work is done is there even when no ticket is: cards are dragged to it.
        """
        shown = set(states) | set(self._lifecycle.in_phases(*OPEN_PHASES, DONE))
        return [state for state in self._lifecycle.phases if state in shown]
