from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from .service_desk_journey_data import LEAVER


class ServiceDeskJourneyLineOrderMixin(models.AbstractModel):
    """Orders from the catalog that journeys place.

    They are in the name of whoever gets them: who runs the journey is no requester, and reads no ticket
    by it. Somebody who leaves gets nothing, and may not know of it yet: what is ordered because they leave
    is their manager's, or HR's where there is none.
    """

    _name = "service.desk.journey.line.order.mixin"
    _description = "Orders by Journey Steps"

    def _begin_item(self):
        """An order from the catalog for each line; the person has not asked, and waits for no receipt."""
        orders = [line._order_values() for line in self]
        items = self.env["service.desk.catalog.item"].with_context(service_desk_acknowledge=False)
        items._order_for_others(orders)

    def _order_values(self):
        """What the line orders, as the door of the catalog takes it."""
        journey, step = self.journey_id, self.step_id
        values = {
            "date_wanted": self.date_due,
            "is_confidential": self.is_confidential,
            # Known before approval is asked for: who started the journey does not approve.
            "journey_line_ids": [Command.link(self.id)],
        }
        partner = journey.partner_id
        if journey.kind == LEAVER:
            self._check_gives_nothing()
            partner = (journey.manager_id.filtered("active") or journey.hr_user_id).partner_id
            values |= self._leaver_words()
        return {
            "item": step.item_id,
            "partner": partner,
            "answers": step._order_answers(journey._answers()),
            "company": journey.company_id,
            "values": values,
        }

    def _leaver_words(self):
        """Whom an order is about that is somebody else's. Who works at the desk could read the title of it in
        figures and histories: there the name stands in the text alone."""
        journey = self.journey_id
        text = self.env._("%(person)s leaves (%(journey)s).", person=journey.person_name, journey=journey.number)
        words = {"description": Markup("<p>%s</p>") % text}
        if not any(user.has_group("service_desk.group_agent") for user in journey._logins()):
            words["name"] = f"{self.step_id.item_id.name}: {journey.person_name}"[:200]
        return words

    def _check_gives_nothing(self):
        """:raise UserError: for an order by which the manager would get access, because somebody leaves"""
        if self.step_id._grants():
            raise UserError(self.env._("“%s” gives access, and nobody gets any because somebody leaves.", self.name))
