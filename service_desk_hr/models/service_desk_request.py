from odoo import fields, models


class ServiceDeskRequest(models.Model):
    """Orders that journeys place.

    They are in the name of whoever gets them, so that nobody who runs a journey reads a ticket by
    it. Those who started it have asked all the same: another hand approves.
    """

    _inherit = "service.desk.request"

    journey_line_ids = fields.One2many(
        "service.desk.journey.line", "request_id", readonly=True, groups="service_desk.group_agent"
    )

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
