from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .service_desk_journey_data import GIVEN_KINDS, JOINER, JOURNEY_KINDS, LEAVER


class ServiceDeskJourneyTemplate(models.Model):
    """What is done when somebody of a kind comes, moves or leaves, written down once."""

    _name = "service.desk.journey.template"
    _description = "Journey Template"
    _inherit = ["service.desk.journey.match.mixin"]
    _order = "kind, sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(JOURNEY_KINDS, required=True, default=JOINER)
    department_ids = fields.Many2many(relation="service_desk_journey_template_department_rel")
    job_ids = fields.Many2many(relation="service_desk_journey_template_job_rel")
    location_ids = fields.Many2many(relation="service_desk_journey_template_location_rel")
    note = fields.Text(translate=True, help="What the template is for.")
    person_note = fields.Html(
        string="To the Person",
        translate=True,
        help="Stands on the page that the person is shown before the first day: what to bring, where to ring.",
    )
    question_item_id = fields.Many2one(
        "service.desk.catalog.item",
        string="Questions for the Manager",
        index="btree_not_null",
        help="The form of this catalog item is put to the manager. Steps may depend on the answers,"
        " and orders take over those that their forms share.",
    )
    question_days = fields.Integer(
        string="Answers Before", default=5, help="Working days before the first day until which they are needed."
    )
    step_ids = fields.One2many("service.desk.journey.step", "template_id", string="Steps", copy=True)
    step_count = fields.Integer(string="Number of Steps", compute="_compute_step_count")

    _question_days_sane = models.Constraint(
        "CHECK(question_days BETWEEN 0 AND 250)", "Answers are needed between 0 and 250 working days before."
    )

    @api.depends("step_ids")
    def _compute_step_count(self):
        for template in self:
            template.step_count = len(template.step_ids)

    @api.constrains("kind", "step_ids")
    def _check_steps(self):
        """Nothing is handed out or granted to somebody who leaves."""
        for template in self.filtered(lambda one: one.kind == LEAVER):
            wrong = template.step_ids.filtered(lambda step: step.kind in GIVEN_KINDS or step._grants())
            if wrong:
                raise ValidationError(self.env._("“%s” gives something to a person who leaves.", wrong[0].name))

    @api.model
    def _find(self, kind, facts):
        """The template for a person, the narrowest one; empty when there is none."""
        # sudo: templates decide for everybody, also where HR cannot see the desk's setup.
        return self.sudo()._matching(facts, Domain("kind", "=", kind))[:1]

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", template.name)}
            for template, vals in zip(self, super().copy_data(default), strict=True)
        ]
