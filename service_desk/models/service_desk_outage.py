from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..collisions import Outage
from .service_desk_collision_data import FIRM_STATES, OUTAGE_KINDS, PLANNED_STATES

TIME_FIELDS = frozenset({"date_from", "date_to"})
#: What others agree to with the change; the words that people are told may be mended.
PLAN_FIELDS = TIME_FIELDS | {"change_id", "service_ids", "kind"}
#: In the context of the desk's own code: it is moved with its change.
MOVES_ALONG = "service_desk_outage_moves_along"


class ServiceDeskOutage(models.Model):
    """What people will miss while a change is carried out, and when.

    It is a part of the plan: who plans the change plans it, what was agreed to stays, and the
    change has to keep its place in the calendar with it.
    """

    _name = "service.desk.outage"
    _description = "Planned Outage"
    _inherit = [
        "service.desk.outage.announcement.mixin",
        "service.desk.storable.mixin",
        "service.desk.facts.mixin",
    ]
    _order = "date_from, id"
    _check_company_auto = True

    change_id = fields.Many2one("service.desk.change", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    service_ids = fields.Many2many("service.desk.service", string="Services", required=True, check_company=True)
    date_from = fields.Datetime(string="From", required=True)
    date_to = fields.Datetime(string="Until", required=True)
    kind = fields.Selection(OUTAGE_KINDS, required=True, default="full")
    note = fields.Char(string="What People Notice", help="In the words of those who will notice it.")

    _period_index = models.Index("(date_to, date_from)")
    _in_order = models.Constraint("CHECK(date_to > date_from)", "An outage ends after it begins.")

    @api.constrains("date_from", "date_to", "change_id", "service_ids")
    def _check_period(self):
        for outage in self:
            change = outage.change_id
            if not outage.service_ids:
                raise ValidationError(self.env._("Which services are out? Choose one at least."))
            if outage.date_to <= outage.date_from:
                raise ValidationError(self.env._("An outage ends after it begins. Please correct its times."))
            if not outage._is_inside():
                raise ValidationError(
                    self.env._("An outage lies within the planned time of its change, %s.", change.display_name)
                )

    def _is_inside(self):
        """Whether it lies within the planned time of its change."""
        start, end = self.change_id.date_planned_start, self.change_id.date_planned_end
        return bool(start and end and start <= self.date_from and self.date_to <= end)

    def _period(self):
        return self.date_from, self.date_to

    @api.depends("service_ids", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for outage in self:
            names = ", ".join(outage.service_ids.mapped("name"))
            outage.display_name = f"{names}: {labels.get(outage.kind, '')}"

    # -- CRUD ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        outages = super().create(vals_list)
        outages.change_id._check_outage_plan()
        outages._check_change_place()
        return outages

    def write(self, vals):
        planned = PLAN_FIELDS & vals.keys()
        # Over RPC nobody is the superuser, whatever the context says.
        if not planned or (self.env.su and self.env.context.get(MOVES_ALONG)):
            return super().write(vals)
        self.change_id._check_outage_plan(is_time_alone=planned <= TIME_FIELDS)
        result = super().write(vals)
        if "change_id" in planned:
            # Where it went is looked at as well as where it came from.
            self.check_access("write")
            self.change_id._check_outage_plan()
        self._check_change_place()
        return result

    def _shift(self, by):
        """It moves with its change, whose door has asked already whether it may.

        :param timedelta by: how much later
        """
        # sudo: see above; the outages of a change that the user may move.
        for outage in self.sudo().with_context(**{MOVES_ALONG: True}):
            outage.write({"date_from": outage.date_from + by, "date_to": outage.date_to + by})

    @api.ondelete(at_uninstall=False)
    def _unlink_if_planned(self):
        """What was agreed to, or is over, is not taken out of the record."""
        self.change_id._check_outage_plan()

    def _check_change_place(self):
        """A change that is scheduled keeps its place with what it switches off."""
        self.change_id.filtered(lambda change: change.state in FIRM_STATES)._check_collisions()

    # -- Collisions ------------------------------------------------------------------------------

    @api.model
    def _domain_between(self, begin, end):
        """Outages at some moment between these, of changes that are going to happen."""
        return (
            Domain("date_to", ">", begin)
            & Domain("date_from", "<", end)
            & Domain("change_id.state", "in", PLANNED_STATES)
        )

    def _plain_facts(self):
        """These outages as plain data, see :mod:`..collisions`."""
        return [
            Outage(outage.id, outage.change_id.id, outage.date_from, outage.date_to, outage._touched())
            for outage in self
        ]

    def _touched(self):
        """Keys (model, id) of what is out. Extend for what other addons add."""
        return frozenset((self.service_ids._name, one) for one in self.service_ids.ids)
