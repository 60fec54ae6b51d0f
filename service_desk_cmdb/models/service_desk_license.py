from itertools import chain

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .service_desk_license_data import METRICS, MOST_UNUSED_DAYS, OF_THINGS, OVER_USE, PERSONAL, REFUSE


class ServiceDeskLicense(models.Model):
    """The right to use a product, so many times: what is owned, who has a seat, where it is installed.

    Divided by subject: position, seats, orders, over-use.
    """

    _name = "service.desk.license"
    _description = "License"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.license.position.mixin",
        "service.desk.license.seat.mixin",
        "service.desk.license.queue.mixin",
        "service.desk.license.over.mixin",
        "service.desk.export.mixin",
        "service.desk.boundary.mixin",
        "service.desk.number.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    _number_code = "service.desk.license"

    name = fields.Char(required=True, tracking=True, index="trigram", help="The product, as people call it.")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty for all companies."
    )
    supplier_id = fields.Many2one("res.partner", index="btree_not_null", check_company=True, tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        tracking=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="Hears of over-use and of what ends.",
    )
    metric = fields.Selection(METRICS, required=True, default="user", tracking=True)
    is_personal = fields.Boolean(compute="_compute_whose", help="People have seats of it.")
    is_for_things = fields.Boolean(compute="_compute_whose", help="Things have seats of it.")
    over_use = fields.Selection(
        OVER_USE,
        string="When No Seat Is Free",
        required=True,
        default=REFUSE,
        tracking=True,
        help="Refuse: nobody gets one more. Warn: they do, and the owner hears of it.",
    )
    software_ids = fields.Many2many(
        "service.desk.ci",
        "service_desk_license_software_rel",
        "license_id",
        "ci_id",
        help="What counts as installed: things on which one of these is installed.",
    )
    right_ids = fields.One2many("service.desk.license.right", "license_id", string="Purchases")
    entitlement_ids = fields.One2many("service.desk.entitlement", "license_id", string="Given With", readonly=True)
    unused_days = fields.Integer(
        string="Unused After (Days)", default=90, help="Seats not used for so long can be reclaimed. 0 means never."
    )
    note = fields.Html(string="Notes")

    _unused_days_sane = models.Constraint(
        f"CHECK(unused_days BETWEEN 0 AND {MOST_UNUSED_DAYS})", "Between 0 days and ten years."
    )

    @api.depends("number", "name", "company_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Its name; the number alone for people of other companies."""
        for one in self:
            one.display_name = (one._is_of_user() and one.name) or one.number or ""

    @api.depends("metric")
    def _compute_whose(self):
        for one in self:
            one.is_personal = one.metric in PERSONAL
            one.is_for_things = one.metric in OF_THINGS

    @api.constrains("metric")
    def _check_metric(self):
        """Seats of people count by person, seats of things by thing: nobody changes that under them."""
        for one in self.sudo():  # sudo: whoever has a seat counts
            holders = one.current_seat_ids
            if (holders.partner_id and not one.is_personal) or (holders.ci_id and not one.is_for_things):
                raise ValidationError(
                    self.env._("“%s” has seats that would not count any more. Free them first.", one.name)
                )
            if one.with_context(active_test=False).entitlement_ids and not one.is_personal:
                raise ValidationError(self.env._("“%s” is given with access: people have seats of it.", one.name))

    @api.constrains("software_ids", "company_id")
    def _check_company_around(self):
        """What belongs to one company stands with nothing of another one; what is everybody's may be anywhere."""
        for one in self.filtered("company_id").sudo():  # sudo: whose it is decides, whoever sees it
            seats = one.current_seat_ids
            around = (one.software_ids, one.right_ids.contract_id, one.entitlement_ids, seats.partner_id, seats.ci_id)
            for other in chain.from_iterable(around):
                if other.company_id and other.company_id != one.company_id:
                    raise ValidationError(self.env._("“%s” belongs to another company.", other.display_name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        used = self.filtered(lambda one: one.sudo().seat_ids)
        if used:
            raise UserError(self.env._("“%s” has or had seats. Archive it instead.", used[0].name))
