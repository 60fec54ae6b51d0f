from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .service_desk_change_data import MODEL_FIELDS, RISKS, STANDARD
from .service_desk_change_model_data import MODEL_LIFECYCLE, MODEL_STATES


class ServiceDeskChangeModel(models.Model):
    """A change that was agreed to once, for all times that it is done: a standard change's pattern.

    Change managers write and publish it; agents make changes of it. What is published stays as it
    is: to alter it, it goes back to draft, and nothing new is made of it meanwhile.
    """

    _name = "service.desk.change.model"
    _description = "Change Model"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.boundary.mixin",
        "service.desk.facts.mixin",
        "service.desk.lifecycle.mixin",
        "service.desk.change.repeat.mixin",
        "mail.thread",
    ]
    _order = "name, id"
    _check_company_auto = True

    _lifecycle = MODEL_LIFECYCLE
    _facts = frozenset({"date_published", "published_by_id"})

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        MODEL_STATES, required=True, default="draft", copy=False, index=True, tracking=True, group_expand=True
    )
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for all companies.")
    summary = fields.Char(translate=True, help="When to use it; a word for those who choose.")
    service_id = fields.Many2one("service.desk.service", check_company=True, index="btree_not_null")
    service_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_change_model_service_rel",
        "model_id",
        "service_id",
        string="Also Affected",
        check_company=True,
    )
    team_id = fields.Many2one("service.desk.team", check_company=True, index="btree_not_null", help="Who does it.")
    category_id = fields.Many2one("service.desk.category", check_company=True, index="btree_not_null")
    risk = fields.Selection(RISKS, default="low", required=True, tracking=True)
    duration_hours = fields.Float(
        string="Usual Duration (Hours)", default=1, help="From it follows when a change of this model ends."
    )
    justification = fields.Html()
    implementation_plan = fields.Html()
    test_plan = fields.Html()
    backout_plan = fields.Html(string="Back-Out Plan")
    communication_plan = fields.Html()
    line_ids = fields.One2many("service.desk.change.model.line", "model_id", string="Checklist", copy=True)
    plan_id = fields.Many2one(
        "service.desk.task.plan",
        string="Task Plan",
        check_company=True,
        index="btree_not_null",
        help="The tasks that begin with the work.",
    )
    date_published = fields.Datetime(readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    change_ids = fields.One2many("service.desk.change", "model_id", string="Changes")
    change_count = fields.Integer(compute="_compute_change_count", string="Number of Changes")

    _duration_sane = models.Constraint(
        "CHECK(duration_hours > 0 AND duration_hours <= 8760)", "A change takes more than nothing and less than a year."
    )

    def _compute_change_count(self):
        counts = dict(
            self.env["service.desk.change"]._read_group([("model_id", "in", self.ids)], ["model_id"], ["__count"])
        )
        for model in self:
            model.change_count = counts.get(model._origin, 0)

    # -- What a change of it begins with -------------------------------------------------------

    def _change_values(self, change_type):
        """Field -> value (as on records) that a new change takes over."""
        if not self:
            return {}
        values = {name: self[name] for name in MODEL_FIELDS}
        values |= {"service_id": self.service_id, "service_ids": self.service_ids, "category_id": self.category_id}
        if self.team_id:
            values["team_id"] = self.team_id
        if change_type == STANDARD:
            return values
        return {name: value for name, value in values.items() if value}

    def _end_of(self, start):
        """When a change of this model that begins then will usually be over."""
        return start + timedelta(hours=self.duration_hours)

    # -- CRUD ----------------------------------------------------------------------------------

    def write(self, vals):
        if not self.env.su:
            self._check_unpublished(vals)
        return super().write(vals)

    def _check_unpublished(self, vals):
        """:raise UserError: when what was agreed to would become something else unseen"""
        fixed = {*MODEL_FIELDS, "service_id", "service_ids", "line_ids", "plan_id", "risk", "company_id", "team_id"}
        if not fixed & vals.keys() or vals.get("state") == "draft":
            return
        for model in self:
            if model.state == "published":
                raise UserError(self.env._("“%s” is published. Take it back to draft to alter it.", model.display_name))

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", model.name)}
            for model, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # -- The door ------------------------------------------------------------------------------

    def _door_roles(self):
        roles = super()._door_roles()
        if not self.env.su and self.env.user.has_group("service_desk.group_change_manager"):
            roles.add("change_manager")
        return roles

    def _guard_publish(self, roles):
        """What everybody may do without asking must say how it is done and undone."""
        for model in self:
            names = ("implementation_plan", "backout_plan")
            missing = [name for name in names if is_html_empty(model[name] or "")]
            if missing:
                labels = model.fields_get(missing, ["string"])
                raise UserError(
                    self.env._(
                        "“%(model)s” cannot be published yet. Please fill in: %(fields)s.",
                        model=model.display_name,
                        fields=", ".join(labels[name]["string"] for name in missing),
                    )
                )

    def _door_values(self, target):
        values = super()._door_values(target)
        if target == "published":
            values |= {"date_published": self._now(), "published_by_id": self.env.uid}
        return values

    # -- Buttons -------------------------------------------------------------------------------

    def action_publish(self):
        """From now on agents make standard changes of it."""
        return self.write({"state": "published"})

    def action_draft(self):
        """Take it back, to alter it."""
        return self.write({"state": "draft"})

    def action_retire(self):
        """Nothing is made of it any more."""
        return self.write({"state": "retired"})

    def action_open_new_change(self):
        """Open the form of a new change of this model."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Change"),
            "res_model": "service.desk.change",
            "view_mode": "form",
            "context": {"default_change_type": STANDARD, "default_model_id": self.id, "default_name": self.name},
        }

    def action_open_changes(self):
        """Show the changes that were made of it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "service.desk.change",
            "view_mode": "list,kanban,form",
            "domain": [("model_id", "=", self.id)],
            "context": {"default_change_type": STANDARD, "default_model_id": self.id, "default_name": self.name},
        }
