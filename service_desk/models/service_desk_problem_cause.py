from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .service_desk_problem_cause_data import CATEGORIES, FISHBONE, MAX_TEXT, METHODS, TIMELINE, WHYS


class ServiceDeskProblemCause(models.Model):
    """One step on the way to a cause: an answer to a why, a bone of a fish, something that happened.

    Which of them is the root, people decide; its text is what the problem is closed with.
    """

    _name = "service.desk.problem.cause"
    _description = "Step to a Cause"
    _inherit = ["service.desk.storable.mixin", "service.desk.export.mixin"]
    _order = "kind, date, sequence, id"

    problem_id = fields.Many2one("service.desk.problem", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(METHODS, string="Method", required=True, default=WHYS)
    category = fields.Selection(CATEGORIES, help="On which bone of the fish it is.")
    date = fields.Datetime(string="When", help="When it happened, on a timeline.")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What", required=True)
    parent_id = fields.Many2one(
        "service.desk.problem.cause",
        string="Leads to",
        index="btree_not_null",
        ondelete="set null",
        domain="[('problem_id', '=', problem_id), ('kind', '=', kind), ('id', '!=', id)]",
        help="What it explains; the symptom when empty.",
    )
    child_ids = fields.One2many("service.desk.problem.cause", "parent_id", string="Explained By")
    is_root = fields.Boolean(string="Root", help="It explains the symptom, and nothing explains it further.")

    _name_sane = models.Constraint(
        f"CHECK(length(trim(name)) BETWEEN 1 AND {MAX_TEXT})",
        f"Say in a few words what it was, {MAX_TEXT} characters at most.",
    )

    @api.constrains("parent_id", "problem_id", "kind")
    def _check_parent(self):
        """A step explains another one of the same problem, found the same way, and never itself."""
        if self._has_cycle():
            raise ValidationError(self.env._("Nothing explains itself, not even by way of others."))
        for step in self.filtered("parent_id"):
            if step.parent_id.problem_id != step.problem_id or step.parent_id.kind != step.kind:
                raise ValidationError(
                    self.env._("“%s” can only lead to a step of the same problem and method.", step.name)
                )

    @api.constrains("kind", "category", "date")
    def _check_place(self):
        """A bone has a category, what stands on a timeline a time."""
        for step in self:
            if step.kind == FISHBONE and not step.category:
                raise ValidationError(self.env._("Choose the category of “%s”.", step.name))
            if step.kind == TIMELINE and not step.date:
                raise ValidationError(self.env._("When did it happen? “%s” has no time.", step.name))

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._check_problem()
        return steps

    def write(self, vals):
        self._check_problem()
        result = super().write(vals)
        if "problem_id" in vals:
            self._check_problem()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._check_problem()

    def _check_problem(self):
        """Who may work on a problem may look for its cause, until it is closed.

        :raise AccessError: when the user may not work on it
        :raise UserError: when it is closed
        """
        self.problem_id.check_access("write")
        self.problem_id._check_analysis_open()

    # -- Verbs -------------------------------------------------------------------------------

    def action_ask_why(self):
        """Ask why once more: the answer stands below this one, and below its bone."""
        self.check_access("write")
        self.ensure_one()
        self._check_problem()
        defaults = {
            "problem_id": self.problem_id.id,
            "kind": self.kind,
            "category": self.category,
            "parent_id": self.id,
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why?"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_{name}": value for name, value in defaults.items()},
        }

    def action_use_as_root_cause(self):
        """Write this into the problem as its root cause, below what stands there."""
        self.check_access("write")
        self.ensure_one()
        self._check_problem()
        if self.is_root:
            raise UserError(self.env._("This is the root cause already."))
        self.is_root = True
        self.problem_id._add_root_cause(self.name)
        return True
