from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.service_desk_journey_data import JOINER, JOURNEY_KINDS, LEAVER


class ServiceDeskJourneyWizard(models.TransientModel):
    """Asks HR what begins for whom, and when; shows what will be done before it is."""

    _name = "service.desk.journey.wizard"
    _description = "Start a Journey"

    kind = fields.Selection(JOURNEY_KINDS, required=True, default=JOINER)
    employee_ids = fields.Many2many(
        "hr.employee",
        string="Employees",
        default=lambda self: self._default_employees(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    date_start = fields.Date(string="First Day", default=fields.Date.context_today)
    date_end = fields.Date(string="Last Day")
    is_immediate = fields.Boolean(string="With Immediate Effect")
    contact_email = fields.Char(string="Mail Address", help="For messages before the person's own mailbox works.")
    reason = fields.Char()
    template_text = fields.Char(string="Template", compute="_compute_template_text")
    is_one = fields.Boolean(compute="_compute_is_one")

    @api.model
    def _default_employees(self):
        if self.env.context.get("active_model") != "hr.employee":
            return False
        return self.env["hr.employee"].browse(self.env.context.get("active_ids") or ())

    @api.depends("employee_ids")
    def _compute_is_one(self):
        for wizard in self:
            wizard.is_one = len(wizard.employee_ids) == 1

    @api.depends("employee_ids", "kind")
    def _compute_template_text(self):
        """By which templates it would be done."""
        templates = self.env["service.desk.journey.template"]
        journeys = self.env["service.desk.journey"]
        for wizard in self:
            found = [
                templates._find(wizard.kind, journeys._facts_of(employee)) for employee in wizard.employee_ids._origin
            ]
            wizard.template_text = ", ".join(dict.fromkeys(one.name or self.env._("No template") for one in found))

    def action_start(self):
        """Start the journeys and show them."""
        self.ensure_one()
        journeys = self._propose()
        journeys._start()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_hr.service_desk_journey_action")
        if len(journeys) == 1:
            return {**action, "views": [(False, "form")], "res_id": journeys.id}
        return {**action, "domain": [("id", "in", journeys.ids)], "context": {}}

    def _propose(self):
        journeys = self.env["service.desk.journey"]
        journeys._check_is_hr()
        self.employee_ids.check_access("read")
        if not self.employee_ids:
            raise UserError(self.env._("Choose for whom."))
        is_leaving = self.kind == LEAVER
        proposed = journeys._propose(
            self.kind,
            self.employee_ids,
            date_start=False if is_leaving else self.date_start,
            date_end=self.date_end or (is_leaving and self.date_start),
            is_immediate=self.is_immediate and is_leaving,
            contact_email=self.contact_email if self.is_one else False,
            reason=self.reason,
        )
        if not proposed:
            raise UserError(self.env._("All of them are on such a journey already."))
        return proposed
