from odoo import api, fields, models
from odoo.fields import Domain

from .. import license_rules
from .service_desk_ci_data import GONE_STATES

#: Where an item is when somebody has it, and when it was taken back.
IN_HAND, IN_STOCK = "in_use", "in_stock"


class ServiceDeskCiHolderMixin(models.AbstractModel):
    """Who has an item in hand, and which licenses it has."""

    _name = "service.desk.ci.holder.mixin"
    _description = "Holders of Items"

    license_seat_ids = fields.One2many(
        "service.desk.license.seat", "ci_id", string="Licenses", domain=[("date_freed", "=", False)], readonly=True
    )
    counted_license_id = fields.Many2one(
        "service.desk.license", string="Counts For", store=False, search="_search_counted_license_id"
    )
    license_cores = fields.Integer(
        string="Cores That Count",
        compute="_compute_license_cores",
        help="For a license by core: one where nobody knows how many it has.",
    )

    def _search_counted_license_id(self, operator, value):
        """What makes up the figures of a license: where it is installed, and what has a seat."""
        if operator not in ("in", "any"):
            return NotImplemented
        licenses = self.env["service.desk.license"].with_context(active_test=False)
        asked = licenses.search(value if operator == "any" else [("id", "in", [one for one in value if one])])
        domain = asked._domain_that_counts()
        if operator == "in" and False in value:
            domain |= ~licenses.search(Domain.TRUE)._domain_that_counts()
        return domain

    def _licenses_around(self):
        """The licenses of which these have seats, and those that they are the software of."""
        products = self.license_seat_ids.license_id
        return products | products.with_context(active_test=False).search([("software_ids", "in", self.ids)])

    @api.depends("attributes")
    def _compute_license_cores(self):
        for item in self:
            item.license_cores = license_rules.cores_of(item._values().get("cpu_cores"))

    @api.model
    def _used_by(self, people):
        """The items that these people have."""
        return self.search(
            [("user_partner_id", "in", people.ids), ("state", "not in", GONE_STATES)],
            order="user_partner_id, name, id",
        )

    def _name_in_hand(self):
        """By which its user knows it: its name, and what is printed on it."""
        self.ensure_one()
        return " ".join(filter(None, [self.name, self.asset_tag or self.serial_number]))

    def _key_in_hand(self):
        """By which a task knows it, among things of other kinds."""
        return f"ci-{self.id}"

    def _used_since(self):
        """item -> when it came to its user, as the history tells; one look for all of them.

        Nothing of what was with them when it was put on record: who knows how long before that.
        Called with superuser rights.
        """
        if not self:
            return {}
        field = self.env["ir.model.fields"]._get(self._name, "user_partner_id")
        changes = self.env["mail.tracking.value"].search(
            [
                ("field_id", "=", field.id),
                ("mail_message_id", "any", [("model", "=", self._name), ("res_id", "in", self.ids)]),
            ],
            order="id",
        )
        last = {change.mail_message_id.res_id: change for change in changes}
        users = {item: item.user_partner_id.id for item in self if item.id in last}
        return {
            item: last[item.id].mail_message_id.date
            for item, user in users.items()
            if last[item.id].new_value_integer == user
        }

    def _hand_over(self, partner, words):
        """These are with somebody from now on, or back on the shelf. Called with superuser rights.

        :param partner: ``res.partner``, empty for what is taken back
        :param str words: by what that happened, for the history
        """
        wanted = IN_HAND if partner else IN_STOCK
        for item in self:
            states = item.class_id._states()
            # What is being repaired goes on being repaired, whoever has had it.
            is_moving = partner or item.state == IN_HAND
            move = {"state": wanted} if is_moving and item.state != wanted and (not states or wanted in states) else {}
            item.write({"user_partner_id": partner.id, **move})
            text = (
                self.env._("Handed to %(person)s: %(words)s", person=partner.name, words=words)
                if partner
                else self.env._("Taken back: %s", words)
            )
            item._message_log(body=text)

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        if target in GONE_STATES:
            # sudo: what is not there any more needs no license; seats are written by the desk alone.
            self.sudo().license_seat_ids._free()
        return result
