from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.service_desk_journey_data import JOINER, JOURNEY_KINDS, LEAVER, MOVER, PARTNER
from ..models.service_desk_journey_holding_mixin import in_short

#: Templates that are shown before many people start; the others are named.
MOST_PLANS = 3
#: Orders of people who are chosen that are named.
MOST_NAMED = 10


class ServiceDeskJourneyWizard(models.TransientModel):
    """Asks HR what begins for whom, and when; shows what will be done before it is."""

    _name = "service.desk.journey.wizard"
    _description = "Start a Journey"

    kind = fields.Selection(JOURNEY_KINDS, required=True, default=JOINER)
    employee_ids = fields.Many2many(
        "hr.employee",
        string="Employees",
        domain="[('company_id', 'in', allowed_company_ids)]",
        groups="hr.group_hr_user",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="People",
        domain="[('is_company', '=', False)]",
        help="Of suppliers and partners.",
    )
    is_of_contacts = fields.Boolean(compute="_compute_is_of_contacts")
    date_start = fields.Date(string="First Day", default=fields.Date.context_today)
    date_end = fields.Date(string="Last Day")
    is_immediate = fields.Boolean(string="With Immediate Effect")
    contact_email = fields.Char(string="Mail Address", help="For messages before the person's own mailbox works.")
    reason = fields.Char()
    template_text = fields.Char(string="Template", compute="_compute_template_text")
    preview = fields.Html(string="What Will Be Done", compute="_compute_preview", sanitize=False)
    is_one = fields.Boolean(compute="_compute_is_one")
    holds = fields.Char(compute="_compute_holds", help="How much of each kind these people have now.")
    still_ordered = fields.Char(compute="_compute_holds", help="What they have ordered and do not have yet.")

    @api.model
    def default_get(self, fields):
        """The people on whom it was opened."""
        values = super().default_get(fields)
        name = {"hr.employee": "employee_ids", "res.partner": "partner_ids"}.get(self.env.context.get("active_model"))
        if name:
            values[name] = [(6, 0, self.env.context.get("active_ids") or [])]
        return values

    @api.depends("kind", "employee_ids", "partner_ids")
    def _compute_is_of_contacts(self):
        """People of others have no employee; they come as a partner's person, and leave as all do."""
        is_hr = self.env.user.has_group("hr.group_hr_user")
        for wizard in self:
            is_chosen = not is_hr or (wizard.partner_ids and not wizard.employee_ids)
            wizard.is_of_contacts = wizard.kind == PARTNER or bool(is_chosen)

    @api.constrains("partner_ids")
    def _check_contacts(self):
        """What is planned for employees is not shown by their contacts."""
        for wizard in self.filtered("is_of_contacts"):
            self.env["service.desk.journey"]._check_no_employees(wizard.partner_ids)

    @api.onchange("is_immediate")
    def _onchange_is_immediate(self):
        """Whoever leaves at once leaves today, as long as nobody has said another day."""
        if self.is_immediate and not self.date_end:
            self.date_end = fields.Date.context_today(self)

    @api.depends("employee_ids", "partner_ids", "is_of_contacts")
    def _compute_is_one(self):
        for wizard in self:
            wizard.is_one = len(wizard._people()) == 1

    @api.depends("employee_ids", "is_of_contacts", "kind")
    def _compute_holds(self):
        """Of those who move or leave, for HR; one look for all of them."""
        for wizard in self:
            is_told = wizard.kind in (MOVER, LEAVER) and not wizard.is_of_contacts
            rows = wizard._held_rows() if is_told else []
            wizard.holds = in_short(rows)
            waiting = [f"{row['name']} ({row['stage']})" for row in rows if row.get("stage")]
            wizard.still_ordered = ", ".join(waiting[:MOST_NAMED])

    def _held_rows(self):
        people = self.employee_ids._origin._filtered_access("read")
        return people._service_desk_contacts()._service_desk_holdings() if people else []

    def _people(self):
        return self.partner_ids if self.is_of_contacts else self.employee_ids

    @api.depends("employee_ids", "partner_ids", "is_of_contacts", "kind")
    def _compute_template_text(self):
        """By which templates it would be done."""
        for wizard in self:
            names = [template.name or self.env._("No template") for template, _facts in wizard._found()]
            wizard.template_text = ", ".join(dict.fromkeys(names))

    def _found(self):
        """The template, which may be none, and the facts of each of the people that the reader may see."""
        journeys = self.env["service.desk.journey"]
        facts_of = journeys._facts_of_contact if self.is_of_contacts else journeys._facts_of
        find = self.env["service.desk.journey.template"]._once_for_alike("_find", self.kind)
        known = [facts_of(person) for person in self._people()._origin._filtered_access("read")]
        return [(find(facts), facts) for facts in known]

    @api.depends("employee_ids", "partner_ids", "is_of_contacts", "kind", "date_start", "date_end", "is_immediate")
    def _compute_preview(self):
        """What will be done, on which days, before anything is."""
        for wizard in self:
            # Those of a template differ in their company's holidays at most.
            first = {template: facts for template, facts in reversed(wizard._found()) if template}
            plans = [
                (template.name, wizard._preview_rows(template, facts["company_id"]))
                for template, facts in reversed(first.items())
            ]
            wizard.preview = plans and self.env["service.desk.journey"]._render_preview(plans[:MOST_PLANS])

    def _preview_rows(self, template, company):
        days = (self.date_start, self.date_end)
        return self.env["service.desk.journey"]._preview_rows(template, self.kind, company, *days)

    def action_start(self):
        """Start the journeys and show them; many start one after the other."""
        self.ensure_one()
        journeys = self._propose()
        waiting = journeys._confirm()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_hr.service_desk_journey_action")
        if len(journeys) == 1:
            return {**action, "views": [(False, "form")], "res_id": journeys.id}
        # By state: the number of those that are left is seen at a glance.
        context = {"group_by": "state"} if waiting else {}
        action |= {"domain": [("id", "in", journeys.ids)], "context": context}
        return waiting._action_starts_soon(action) if waiting else action

    def _propose(self):
        journeys, people = self.env["service.desk.journey"], self._people()
        journeys._check_is_hr(not self.is_of_contacts)
        people.check_access("read")
        journeys._check_not_own(people)
        if not people:
            raise UserError(self.env._("Choose for whom."))
        is_leaving = self.kind == LEAVER
        propose = journeys._propose_contacts if self.is_of_contacts else journeys._propose
        proposed = propose(
            self.kind,
            people,
            date_start=False if is_leaving else self.date_start,
            date_end=self.date_end or (is_leaving and self.date_start),
            is_immediate=self.is_immediate and is_leaving,
            **({"contact_email": self.contact_email} if self.contact_email and self.is_one else {}),
            reason=self.reason,
        )
        if not proposed:
            raise UserError(self.env._("All of them are on such a journey already."))
        return proposed
