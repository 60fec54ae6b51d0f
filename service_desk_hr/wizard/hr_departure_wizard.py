from odoo import api, fields, models
from odoo.exceptions import RedirectWarning

from ..models.service_desk_journey_data import LEAVER


class HrDepartureWizard(models.TransientModel):
    """Who registers a departure starts what the desk does about it, in the same dialog."""

    _inherit = "hr.departure.wizard"

    service_desk_starts_journey = fields.Boolean(
        string="Start the Leaver's Journey",
        compute="_compute_service_desk_starts_journey",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Access is taken back, things are asked back and logins closed, by the template for leavers.",
    )
    service_desk_is_immediate = fields.Boolean(
        string="With Immediate Effect", help="The login is closed and access taken back at once."
    )

    @api.depends("employee_ids")
    def _compute_service_desk_starts_journey(self):
        """Offered where there is a template for one of them."""
        journeys = self.env["service.desk.journey"]
        find = self.env["service.desk.journey.template"]._once_for_alike("_find", LEAVER)
        for wizard in self:
            facts = [journeys._facts_of(employee) for employee in wizard.employee_ids._origin]
            wizard.service_desk_starts_journey = any(find(one) for one in facts)

    def action_register_departure(self):
        """Also start the journeys; on the way before people are archived, so that all is known of them."""
        self._service_desk_check_contracts()
        journeys = self.env["service.desk.journey"]
        if self.service_desk_starts_journey:
            journeys._check_is_hr()
            journeys._check_not_own(self.employee_ids)
            journeys = journeys._propose(
                LEAVER,
                self.employee_ids,
                date_end=self.departure_date,
                is_immediate=self.service_desk_is_immediate,
                reason=self.departure_reason_id.name,
            )
        result = super().action_register_departure()
        # Those for whom there is no template stay proposed: HR sees them and chooses one.
        ready = journeys.filtered(lambda journey: journey.template_id.step_ids)
        ready._confirm()
        (journeys - ready)._ask_to_confirm()
        return result

    def _service_desk_check_contracts(self):
        """Odoo's dialog looks at contracts, which are for managers of HR; officers start the journey itself.

        :raise RedirectWarning: for those who may not, with the way that is theirs
        """
        if self.employee_ids._service_desk_reads_contracts():
            return
        action = self.employee_ids._open_dialog(
            "service.desk.journey.wizard",
            self.env._("Start a Journey"),
            kind=LEAVER,
            date_end=fields.Date.to_string(self.departure_date),
            is_immediate=self.service_desk_is_immediate,
            reason=self.departure_reason_id.name,
        )
        text = self.env._(
            "Departures change contracts, so HR managers register them. You can start the leaver's journey now; an"
            " HR manager writes the departure down later."
        )
        raise RedirectWarning(text, action, self.env._("Start a Journey"))
