from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .. import license_rules
from .service_desk_license_data import MOST_PIECES

#: What decides how many pieces count, and where.
COUNTING = frozenset({"license_id", "quantity", "date_start", "date_end", "contract_id", "replaces_id"})


class ServiceDeskLicenseRight(models.Model):
    """So many pieces of a license that were bought, or come with a contract, for some time."""

    _name = "service.desk.license.right"
    _description = "Owned Licenses"
    _inherit = [
        "service.desk.told.mixin",
        "service.desk.storable.mixin",
        "service.desk.expiry.mixin",
        "service.desk.export.mixin",
    ]
    _order = "date_start desc, id desc"
    _told_fields = frozenset({"license_id", "quantity", "date_start", "date_end"})

    license_id = fields.Many2one("service.desk.license", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="license_id.company_id", store=True, index=True)
    quantity = fields.Integer(required=True, default=1)
    date_start = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_end = fields.Date(string="Until", help="The last day. Empty means for ever.", index="btree_not_null")
    contract_id = fields.Many2one(
        "service.desk.contract",
        index="btree_not_null",
        help="With which it comes: a draft gives nothing yet, and what has ended nothing any more.",
    )
    reference = fields.Char(help="Order, invoice or certificate.")
    replaces_id = fields.Many2one(
        "service.desk.license.right",
        string="Renews or Upgrades",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('id', '!=', id)]",
        help="These pieces do not count twice: from its first day on they count here.",
    )
    replaced_by_ids = fields.One2many("service.desk.license.right", "replaces_id", string="Renewed or Upgraded By")
    is_renewed = fields.Boolean(string="Renewed", compute="_compute_is_renewed", help="Nobody is reminded of its end.")

    _quantity_sane = models.Constraint(
        f"CHECK(quantity BETWEEN 1 AND {MOST_PIECES})", "A purchase has between one piece and ten million."
    )
    _in_order = models.Constraint("CHECK(date_end IS NULL OR date_end >= date_start)", "It ends before it begins.")

    @api.depends("license_id.name", "quantity")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.license_id.name}: {one.quantity}"

    @api.depends(
        "date_end",
        "quantity",
        "replaced_by_ids.quantity",
        "replaced_by_ids.date_start",
        "replaced_by_ids.date_end",
        "replaced_by_ids.contract_id.state",
    )
    def _compute_is_renewed(self):
        for one in self:
            one.is_renewed = bool(one.date_end) and not one._pieces_ending()

    def _pieces_ending(self):
        """How many of its pieces nobody has renewed or upgraded for the time after its end."""
        # sudo: the license it was upgraded to may be one of those that the reader does not see.
        going_on = self.sudo().replaced_by_ids.filtered(lambda after: after._goes_on_from(self.date_end))
        return max(self.quantity - sum(going_on.mapped("quantity")), 0)

    def _goes_on_from(self, day):
        """Whether it is valid from the day after this one at the latest, and longer."""
        plain = self._plain()
        return bool(day and plain) and plain.start <= day + timedelta(days=1) and (not plain.end or plain.end > day)

    @api.constrains("license_id", "contract_id", "replaces_id")
    def _check_companies(self):
        """What all companies use may come with the contract of one; two companies share nothing else."""
        for one in self.sudo():  # sudo: whose it is decides, whoever sees it
            for other in filter(None, (one.contract_id, one.replaces_id)):
                if one.company_id and other.company_id and one.company_id != other.company_id:
                    raise ValidationError(self.env._("“%s” belongs to another company.", other.display_name))

    @api.constrains("quantity", "replaces_id", "date_start", "date_end")
    def _check_replaced(self):
        """Nobody upgrades more than they have, nor in a circle."""
        if self._has_cycle("replaces_id"):
            raise ValidationError(self.env._("A purchase does not renew itself."))
        # sudo: what it was upgraded to counts, whoever sees it.
        for former in (self | self.replaces_id).sudo():
            if sum(former._first_after().mapped("quantity")) > former.quantity:
                raise ValidationError(
                    self.env._("More pieces of “%s” are renewed or upgraded than were bought.", former.display_name)
                )

    def _first_after(self):
        """What it went to, without what begins when another one of those has ended."""
        after = self.replaced_by_ids
        return after.filtered(
            lambda one: not any(other.date_end and other.date_end < one.date_start for other in after)
        )

    # -- CRUD ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rights = super().create(vals_list)
        # Rules look at the row; its license must not be one of others, by value or by default.
        rights._check_may_name()
        rights.license_id._serve_waiting()
        return rights

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"license_id", "contract_id", "replaces_id"}:
            self._check_may_name()
        if vals.keys() & COUNTING:
            self.license_id._serve_waiting()
        return result

    def _check_may_name(self):
        """:raise AccessError: for a license or a purchase of others, which would count less, and for their contract"""
        # Not a constraint: Odoo looks at those with superuser rights.
        self.license_id.check_access("write")
        self.replaces_id.check_access("write")
        self.contract_id.check_access("read")

    def _told(self):
        words = {"count": self.quantity, "start": format_date(self.env, self.date_start)}
        if not self.date_end:
            return {self.license_id: self.env._("purchase of %(count)s, from %(start)s on", **words)}
        end = format_date(self.env, self.date_end)
        return {self.license_id: self.env._("purchase of %(count)s, %(start)s to %(end)s", end=end, **words)}

    # -- What counts -----------------------------------------------------------------------------

    def _plain(self):
        """As :mod:`~..license_rules` takes it; nothing where it does not count at all."""
        contract = self.contract_id
        if contract.state == "draft":
            return None
        ended = contract.date_ended if contract.state == "ended" else False
        return license_rules.Right(
            self.id,
            self.quantity,
            self.date_start,
            min(filter(None, (self.date_end, ended)), default=None),
            self.replaces_id.id or None,
        )

    def _counted(self, day):
        """right -> how many of its pieces count on a day; called with superuser rights."""
        known, last = self, self
        while last := last.replaced_by_ids - known:
            known |= last
        counts = license_rules.counted(filter(None, (one._plain() for one in known)), day)
        return {one: counts.get(one.id, 0) for one in self}

    # -- Expiry ----------------------------------------------------------------------------------

    @api.model
    def _domain_expiring(self):
        return super()._domain_expiring() & Domain("license_id.active", "=", True)

    def _expiry_date(self):
        """Nothing of what counts no more, or not yet, as its contract says."""
        plain = self._plain()
        return bool(plain and plain.end == self.date_end and not self.is_renewed) and self.date_end

    def _expiry_host(self):
        return self.license_id

    # -- Verbs -----------------------------------------------------------------------------------

    def action_renew(self):
        """As many again as end, for as long again, from the day after the end."""
        for one in self:
            if not one.date_end:
                raise UserError(self.env._("%s has no end.", one.display_name))
            if one.is_renewed:
                raise UserError(self.env._("%s is renewed already.", one.display_name))
            start = one.date_end + timedelta(days=1)
            end = start + relativedelta(start, one.date_start) - timedelta(days=1)
            terms = {"quantity": one._pieces_ending(), "date_start": start, "date_end": end}
            one.copy({**terms, "replaces_id": one.id, "reference": False})
        return True
