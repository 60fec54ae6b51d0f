from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .service_desk_notice_data import EVENTS
from .service_desk_process_data import REQUESTER_PROCESSES, TICKET_COLUMNS


class ServiceDeskTeamNotice(models.Model):
    """A mail that a team writes in its own words, or does not send."""

    _name = "service.desk.team.notice"
    _description = "Team's Mail to Requesters"
    _order = "team_id, event, process, id"

    team_id = fields.Many2one("service.desk.team", required=True, index=True, ondelete="cascade")
    event = fields.Selection(EVENTS, string="When", required=True)
    process = fields.Selection(
        REQUESTER_PROCESSES,
        string="For",
        compute="_compute_process",
        store=True,
        precompute=True,
        readonly=False,
        help="Empty means all kinds of tickets.",
    )
    template_id = fields.Many2one(
        "mail.template",
        index="btree_not_null",
        ondelete="cascade",
        domain=[("model", "in", list(TICKET_COLUMNS))],
        help="Empty means that the team sends no such mail.",
    )

    _once = models.UniqueIndex(
        "(team_id, event, COALESCE(process, ''))",
        "The team has said already what it does in this case.",
    )

    @api.depends("template_id")
    def _compute_process(self):
        """A template is made for one kind of tickets."""
        for notice in self:
            notice.process = notice.template_id.model or notice.process

    @api.constrains("template_id", "process")
    def _check_template(self):
        for notice in self:
            # sudo: for which kind a template is made is no secret.
            template = notice.template_id.sudo()
            if template and template.model != notice.process:
                raise ValidationError(self.env._("“%s” is a template for another kind of tickets.", template.name))

    @api.model
    def _templates(self, tickets, event):
        """By which template each ticket's requester hears of an event.

        :param tickets: of one process
        :return: ticket -> ``mail.template``, empty where the team sends none
        """
        process = tickets._name
        default = self._usual_template(process, event)
        own = {}
        if tickets.team_id:
            domain = [
                ("team_id", "in", tickets.team_id.ids),
                ("event", "=", event),
                ("process", "in", [process, False]),
            ]
            # What is said for one kind of tickets counts more than what is said for all.
            for notice in self.search(domain).sorted(lambda notice: bool(notice.process)):
                own[notice.team_id] = notice.template_id
        return {ticket: own.get(ticket.team_id, default) for ticket in tickets}

    @api.model
    def _usual_template(self, process, event):
        """What the desk says where a team has no words of its own; empty where an admin deleted it."""
        name = f"service_desk.mail_template_{process.rpartition('.')[2]}_{event}"
        return self.env.ref(name, raise_if_not_found=False) or self.env["mail.template"]

    def action_write_own(self):
        """Open the team's own words, which begin as a copy of the usual ones."""
        self.check_access("write")
        self.ensure_one()
        if not self.template_id:
            if not self.process:
                raise UserError(self.env._("Say first for which kind of tickets this mail is."))
            usual = self._usual_template(self.process, self.event)
            if not usual:
                raise UserError(self.env._("The usual mail is not there any more. Choose a template."))
            self.template_id = usual.copy({"name": f"{self.team_id.name}: {usual.name}"})
        return self.template_id._get_records_action()
