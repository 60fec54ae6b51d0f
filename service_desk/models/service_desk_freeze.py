from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..collisions import Freeze
from .service_desk_change_data import CHANGE_TYPES
from .service_desk_collision_data import MAX_FREEZE

TYPE_FIELDS = {f"stops_{kind}": kind for kind, _label in CHANGE_TYPES}


class ServiceDeskFreeze(models.Model):
    """A time in which nothing is changed: the end of the year, an election, a launch.

    It stops changes of the chosen types, of some services or of all. A change manager may accept
    that one change is carried out nevertheless; the reason stands in its history.
    """

    _name = "service.desk.freeze"
    _description = "Change Freeze"
    _inherit = ["service.desk.storable.mixin", "service.desk.boundary.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Leave empty for a freeze of all companies.",
    )
    date_from = fields.Datetime(string="From", required=True, tracking=True)
    date_to = fields.Datetime(string="Until", required=True, tracking=True)
    service_ids = fields.Many2many(
        "service.desk.service", string="Services", check_company=True, help="Leave empty for all services."
    )
    reason = fields.Text(required=True, help="Whoever is stopped reads it.")
    stops_standard = fields.Boolean("Standard Changes", default=True, tracking=True)
    stops_normal = fields.Boolean("Normal Changes", default=True, tracking=True)
    stops_emergency = fields.Boolean("Emergency Changes", tracking=True)

    _period_index = models.Index("(date_to, date_from)")
    _in_order = models.Constraint("CHECK(date_to > date_from)", "A freeze ends after it begins.")

    @api.constrains("date_from", "date_to", *TYPE_FIELDS)
    def _check_period(self):
        for freeze in self:
            if freeze.date_to <= freeze.date_from:
                raise ValidationError(self.env._("“%s” would end before it begins.", freeze.name))
            if freeze.date_to - freeze.date_from > MAX_FREEZE:
                raise ValidationError(
                    self.env._("“%s” would last longer than a year. A freeze has an end in sight.", freeze.name)
                )
            if not freeze._kinds():
                raise ValidationError(self.env._("Which types of changes does “%s” stop?", freeze.name))

    def _kinds(self):
        """The types of changes that it stops."""
        return frozenset(kind for name, kind in TYPE_FIELDS.items() if self[name])

    @api.model
    def _domain_between(self, begin, end):
        """Freezes that are on at some moment between these."""
        return Domain("date_to", ">", begin) & Domain("date_from", "<", end)

    def _plain_facts(self):
        """These freezes as plain data, see :mod:`..collisions`."""
        return [
            Freeze(
                freeze.id,
                freeze.date_from,
                freeze.date_to,
                freeze._touched(),
                freeze._kinds(),
                freeze.company_id.id or 0,
            )
            for freeze in self
        ]

    def _touched(self):
        """Keys (model, id) of what rests; nothing for everything. Extend for what other addons add."""
        return frozenset((self.service_ids._name, one) for one in self.service_ids.ids)
