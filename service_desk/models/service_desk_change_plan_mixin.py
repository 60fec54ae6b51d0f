from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_change_data import ACTUAL_FIELDS, DATE_FIELDS, EMERGENCY, MAX_AHEAD, MAX_BACK, MODEL_FIELDS, STANDARD
from .service_desk_collision_data import FIRM_STATES


class ServiceDeskChangePlanMixin(models.AbstractModel):
    """What is to be done, when, why, and what happens if it goes wrong."""

    _name = "service.desk.change.plan.mixin"
    _description = "Plan of a Change"

    model_id = fields.Many2one(
        "service.desk.change.model",
        string="Change Model",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        domain="[('state', '=', 'published'), ('company_id', 'in', [False, company_id])]",
        help="A change that was agreed to once for all times that it is done.",
    )
    service_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_change_service_rel",
        "change_id",
        "service_id",
        string="Also Affected",
        check_company=True,
        help="Other services that feel it.",
    )
    justification = fields.Html(help="Why it is done, and what happens if it is not.")
    implementation_plan = fields.Html(help="The steps, in order, and who takes them.")
    test_plan = fields.Html(help="How one sees that it works.")
    backout_plan = fields.Html(string="Back-Out Plan", help="How one gets back, and until when one can.")
    communication_plan = fields.Html(help="Who is told what, when and how.")
    date_planned_start = fields.Datetime(string="Planned Start", copy=False, index="btree_not_null", tracking=True)
    date_planned_end = fields.Datetime(string="Planned End", copy=False, tracking=True)
    date_actual_start = fields.Datetime(string="Actual Start", copy=False, index="btree_not_null", tracking=True)
    date_actual_end = fields.Datetime(string="Actual End", copy=False, tracking=True)
    date_repeated = fields.Date(
        string="Repeats On", readonly=True, copy=False, help="The day for which its model has made it."
    )

    _repeated_once = models.UniqueIndex(
        "(model_id, company_id, date_repeated) WHERE date_repeated IS NOT NULL",
        "This change was made for that day already.",
    )

    def _affected_services(self):
        """All services that feel it."""
        return self.service_id | self.service_ids

    # -- The model -----------------------------------------------------------------------------

    @api.onchange("model_id")
    def _onchange_model_id(self):
        """Show what the model brings."""
        model = self.model_id
        for name, value in self._model_values().items():
            self[name] = value
        if self.date_planned_start and model.duration_hours:
            self.date_planned_end = model._end_of(self.date_planned_start)

    @api.onchange("date_planned_start")
    def _onchange_date_planned_start(self):
        """A change of a model takes as long as it usually does."""
        if self.date_planned_start and self.model_id.duration_hours:
            self.date_planned_end = self.model_id._end_of(self.date_planned_start)

    def _model_values(self):
        """What a change takes over from the model that was chosen for it: field -> value.

        A standard change is all that its model says; another one is filled where nothing is yet.
        """
        values = self.model_id._change_values(self.change_type)
        return values if self.change_type == STANDARD else {name: values[name] for name in values if not self[name]}

    @api.model
    def _apply_models(self, vals_list):
        """Fill new changes from their models, in place; one read for all of them."""
        models_by_id = self._pointed_at(vals_list, "model_id")
        for vals in vals_list:
            if not vals.get("model_id"):
                continue
            model = models_by_id[vals["model_id"]]
            model.check_access("read")
            change_type = vals.setdefault("change_type", STANDARD)
            for name, value in model._change_values(change_type).items():
                # The words of a standard change are those of its model; where it is done may be said.
                if not vals.get(name) or (change_type == STANDARD and name in MODEL_FIELDS):
                    vals[name] = self._fields[name].convert_to_write(value, self)

    def _take_over_models(self):
        """Another model: its words and its checklist instead of those before."""
        for change in self.filtered("model_id"):
            change.write(change._model_values())
        self._copy_checks()

    def _copy_checks(self):
        """The checklist of the model, as lines of the change's own."""
        changes = self.filtered("model_id")
        if not changes:
            return
        # sudo: what a model says is for all agents; the lines belong to changes that were checked.
        own = changes.sudo()
        own.check_ids.filtered(lambda check: check.line_id and not check.is_done).unlink()
        kept = {(check.change_id, check.line_id) for check in own.check_ids}
        self.env["service.desk.change.check"].sudo().create(
            [
                {"change_id": change.id, **line._check_values()}
                for change in own
                for line in change.model_id.line_ids
                if (change, line) not in kept
            ]
        )

    @api.constrains("change_type", "model_id", *MODEL_FIELDS)
    def _check_model(self):
        """A standard change is what its model says; whoever does otherwise makes it a normal one."""
        for change in self.filtered(lambda one: one.change_type == STANDARD):
            if not change.model_id:
                raise ValidationError(
                    self.env._(
                        "A standard change is made from a published model. Choose one, or make it a normal change."
                    )
                )
            for name in MODEL_FIELDS:
                if (change[name] or "") != (change.model_id[name] or ""):
                    label = self.fields_get([name], ["string"])[name]["string"]
                    raise ValidationError(
                        self.env._(
                            "%(field)s of a standard change is that of its model, %(model)s. To do it"
                            " otherwise, make it a normal change.",
                            field=label,
                            model=change.model_id.display_name,
                        )
                    )

    # -- Dates ---------------------------------------------------------------------------------

    @api.constrains(*DATE_FIELDS)
    def _check_planned_dates(self):
        now = self._now()
        for change in self:
            start, end = change.date_planned_start, change.date_planned_end
            # An emergency that began at once was never planned.
            is_firm = change.state in FIRM_STATES and not (change.change_type == EMERGENCY and change.date_actual_start)
            if is_firm and not (start and end):
                raise ValidationError(
                    self.env._("%s is in the calendar: it keeps its planned start and end.", change.display_name)
                )
            if start and end and end <= start:
                raise ValidationError(
                    self.env._("%s would end before it begins. Please correct its planned dates.", change.display_name)
                )
            if any(day and not now - MAX_BACK <= day <= now + MAX_AHEAD for day in (start, end)):
                raise ValidationError(
                    self.env._("%s: please check the year of its planned dates.", change.display_name)
                )

    @api.constrains(*ACTUAL_FIELDS)
    def _check_actual_dates(self):
        now = self._now()
        for change in self:
            start, end = change.date_actual_start, change.date_actual_end
            if end and (not start or end < start):
                raise ValidationError(self.env._("%s cannot have ended before it began.", change.display_name))
            if any(day and not now - MAX_BACK <= day <= now for day in (start, end)):
                raise ValidationError(
                    self.env._("%s: what really happened lies in the past year.", change.display_name)
                )
