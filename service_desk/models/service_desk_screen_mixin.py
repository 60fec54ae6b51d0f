from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..lifecycle import ENDED_PHASES, OPEN_PHASES
from .service_desk_process_data import REQUESTER_PROCESSES

#: How many of a requester's tickets the agent sees at a glance.
SHOWN_OPEN, SHOWN_ENDED = 3, 2


class ServiceDeskScreenMixin(models.AbstractModel):
    """What the agent's form needs beyond the ticket's own fields."""

    _name = "service.desk.screen.mixin"
    _description = "Agent's Screen"

    has_template_choice = fields.Boolean(compute="_compute_has_template_choice", groups="service_desk.group_agent")
    is_for_requesters = fields.Boolean(
        compute="_compute_is_for_requesters", help="Requesters read what is answered on it."
    )

    def _compute_is_for_requesters(self):
        self.is_for_requesters = self._lifecycle.is_for_requesters

    def _compute_has_template_choice(self):
        """Whether a new ticket can be filled from a template; nobody is asked about a saved one."""
        templates = self.env["service.desk.ticket.template"]
        is_new = len(self._origin) < len(self)
        found = is_new and bool(templates.search_count([("process", "=", self._name)], limit=1))
        for ticket in self:
            ticket.has_template_choice = found and not ticket._origin

    @api.model
    @api.readonly
    def requester_overview(self, partner_id, exclude_id=False):
        """Whom the agent talks to, and what this person has asked lately.

        Only tickets that the user may see: the searches run with their record rules.

        :param int partner_id: the requester
        :param int exclude_id: the ticket on the screen
        :return: contact data, ``tickets`` (open ones, then the last that ended, newest first) and
            ``totals``: how many of each process there are
        """
        if not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("This overview is for the agents of the desk."))
        partner = self.env["res.partner"].browse(partner_id)
        partner.check_access("read")
        tickets, totals = [], []
        for model, _label in REQUESTER_PROCESSES:
            records = self.env[model]
            tickets += records._recent_of(partner, exclude_id if model == self._name else False)
            count = records.search_count([("requester_id", "=", partner.id)])
            label = self.env["ir.model"]._get(model).name
            totals.append({"model": model, "label": label, "count": count})
        tickets.sort(key=lambda ticket: ticket["date"], reverse=True)
        is_open = [ticket for ticket in tickets if ticket["phase"] in OPEN_PHASES]
        is_over = [ticket for ticket in tickets if ticket["phase"] in ENDED_PHASES]
        return {
            "email": partner.email or "",
            "phone": partner.phone or "",
            "function": partner.function or "",
            # sudo: each fact is one that colleagues may know of each other.
            "facts": partner.sudo()._service_desk_facts(),
            "organization": partner.commercial_partner_id.name or "",
            "tickets": is_open[:SHOWN_OPEN] + is_over[:SHOWN_ENDED],
            "totals": totals,
        }

    @api.model
    def _recent_of(self, partner, exclude_id):
        """The newest open and the newest ended tickets of one process, as plain values."""
        names = ["number", "name", "state", "phase", "date_opened"]
        theirs = Domain("requester_id", "=", partner.id) & Domain("id", "!=", exclude_id)
        found = self.search_fetch(
            theirs & Domain("phase", "in", OPEN_PHASES), names, limit=SHOWN_OPEN, order="id desc"
        ) | self.search_fetch(theirs & Domain("phase", "in", ENDED_PHASES), names, limit=SHOWN_ENDED, order="id desc")
        labels = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "model": self._name,
                "id": ticket.id,
                "number": ticket.number,
                "name": ticket.name,
                "state": labels[ticket.state],
                "phase": ticket.phase,
                "date": ticket.date_opened,
            }
            for ticket in found
        ]

    def web_save(self, vals, specification, next_id=None):
        """Save from a form, where an empty team means that the desk shall find it.

        The ticket may be out of the user's sight afterwards: an agent gives it to a team behind a
        wall, or writes one down for it. Then there is nothing to show, and the form leaves.
        """
        if not self and not vals.get("team_id"):
            vals = {name: value for name, value in vals.items() if name != "team_id"}
        records = super().web_save(vals, {}, next_id=next_id)
        shown = self.browse([record["id"] for record in records])
        if not specification or not shown:
            return records
        if not shown.has_access("read"):
            return []
        return shown.with_context(bin_size=True).web_read(specification)
