from odoo import api, fields, models

from .service_desk_journey_data import LEAVER


class ServiceDeskRequest(models.Model):
    """Orders that journeys place.

    They are in the name of whoever gets them, so that nobody who runs a journey reads a ticket by
    it; what is ordered because somebody leaves is their manager's. Those who started it have asked
    all the same: another hand approves.
    """

    _inherit = "service.desk.request"

    journey_line_ids = fields.One2many(
        "service.desk.journey.line", "request_id", readonly=True, groups="service_desk.group_agent"
    )

    # Rules ask for it, of requests and of the queue, as of tasks.
    secret_from_id = fields.Many2one(
        "res.partner",
        compute="_compute_secret_from_id",
        store=True,
        compute_sudo=True,
        ondelete="set null",
        groups=fields.NO_ACCESS,
        help="Who leaves and does not read it in the queue of their own team.",
    )

    @api.depends("journey_line_ids.journey_id.partner_id")
    def _compute_secret_from_id(self):
        for request in self:
            leaving = request.journey_line_ids.journey_id.filtered(lambda journey: journey.kind == LEAVER)
            request.secret_from_id = leaving[:1].partner_id

    def _journey_starters(self):
        """The users by whose doing this was ordered by a journey."""
        return self.sudo().journey_line_ids.journey_id._starters()  # sudo: only who that was

    def _hears(self, event):
        """Nobody is written to at a mailbox that does not exist yet: what is prepared stands on their page."""
        # sudo: whether the person is here decides about a mail alone; journeys order by the channel of programs.
        journeys = self.sudo().journey_line_ids.journey_id if self.channel == "api" else ()
        if any(not journey._is_reached_at_work() for journey in journeys):
            return False
        return super()._hears(event)

    def _approval_barred_users(self):
        return super()._approval_barred_users() | self._journey_starters()

    def _approval_content(self):
        """Approvers read who asked."""
        content = super()._approval_content()
        names = self._journey_starters().mapped("name")
        if names and self.submitted_by_id == self.requester_id:
            content.append((self.env._("Asked by"), ", ".join(sorted(names))))
        return content
