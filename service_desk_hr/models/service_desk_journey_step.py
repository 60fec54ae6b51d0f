from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_journey_data import ANCHORS, NEEDED, RECIPIENTS, RESPONSIBLES, STEP_KINDS, WORK_KINDS


class ServiceDeskJourneyStep(models.Model):
    """One thing that is done in each journey of a template: what, by whom, and when.

    Days are working days of the person's company, counted from the first or the last day.
    """

    _name = "service.desk.journey.step"
    _description = "Step of a Journey"
    _inherit = [
        "service.desk.condition.mixin",
        "service.desk.journey.step.account.mixin",
        "service.desk.journey.step.answers.mixin",
    ]
    _order = "template_id, sequence, id"
    _check_company_auto = True

    _plan_field = "template_id"

    template_id = fields.Many2one("service.desk.journey.template", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(STEP_KINDS, string="What", required=True, default="task")
    is_work = fields.Boolean(compute="_compute_is_work", help="Whether it is in the hands of a team or of a person.")
    description = fields.Html(string="What to Do", translate=True)
    responsible = fields.Selection(RESPONSIBLES, string="By", required=True, default="team")
    team_id = fields.Many2one("service.desk.team", check_company=True, index="btree_not_null")
    is_confidential = fields.Boolean(
        string="Confidential", help="What comes of it is seen by the members of its team alone."
    )
    needs_proof = fields.Boolean(help="Whoever does it has to write down what came of it.")
    anchor = fields.Selection(ANCHORS, string="Counts From", required=True, default="start")
    offset_days = fields.Integer(string="Due (Working Days)", help="Negative days lie before.")
    lead_days = fields.Integer(string="Begins (Working Days Before)", help="0 means as soon as the journey is started.")
    item_id = fields.Many2one(
        "service.desk.catalog.item",
        string="Orders",
        index="btree_not_null",
        domain="[('process', '=', 'request')]",
    )
    answer_ids = fields.One2many("service.desk.journey.step.answer", "step_id", string="Answers", copy=True)
    mail_template_id = fields.Many2one(
        "mail.template", string="Message", domain="[('model', '=', 'service.desk.journey')]"
    )
    recipient = fields.Selection(RECIPIENTS, string="To", default="person")
    condition_code = fields.Char(
        help="The code of a question to the manager; the step is left out when it does not hold."
    )

    _days_sane = models.Constraint(
        "CHECK(offset_days BETWEEN -500 AND 500 AND lead_days BETWEEN 0 AND 500)",
        "Steps are due at most 500 working days before or after, and begin at most 500 before that.",
    )

    @api.depends("kind")
    def _compute_is_work(self):
        for step in self:
            step.is_work = step.kind in WORK_KINDS

    @api.constrains("kind", "item_id", "mail_template_id", "responsible", "team_id")
    def _check_complete(self):
        # sudo: only asks whether something is chosen.
        for step in self.sudo():
            name = NEEDED.get(step.kind)
            if name and not step[name]:
                label = step._fields[name]._description_string(self.env)
                raise ValidationError(self.env._("%(step)s: %(field)s is missing.", step=step.name, field=label))
            if step.mail_template_id and step.mail_template_id.model != "service.desk.journey":
                # It would be filled with whatever has the number of the journey: a login's invitation, say.
                raise ValidationError(self.env._("%s: choose a message that is about journeys.", step.name))

    def _grants(self):
        """Whether its order gives access to whoever it is for."""
        # sudo: what an item gives belongs to the desk's setup; only whether it does is told.
        return self.kind == "item" and bool(self.sudo().item_id.entitlement_ids)

    def _order_answers(self, answers):
        """What the form of its order is filled with: what the manager said, and what stands here."""
        # sudo: the form belongs to the template.
        codes = set(self.sudo().item_id.question_ids.mapped("code"))
        told = {code: value for code, value in answers.items() if code in codes}
        return told | {row.code: row.value or "" for row in self.answer_ids if row.code in codes}
