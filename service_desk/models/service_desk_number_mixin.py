from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceDeskNumberMixin(models.AbstractModel):
    """Gives a record the number people quote on the phone: INC0000001.

    The host declares ``_number_code``, the code of its ``ir.sequence``, and has a ``company_id``.
    Numbers may have gaps, never duplicates within a company.
    """

    _name = "service.desk.number.mixin"
    _description = "Numbered Record"

    _number_code = None

    number = fields.Char(
        readonly=True,
        copy=False,
        index="trigram",
        help="The number to quote on the phone or in a mail.",
    )

    _number_uniq = models.Constraint(
        "UNIQUE(company_id, number)",
        "This number is already taken in this company.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        default_company = self.env.company.id
        for vals in vals_list:
            vals.setdefault("company_id", default_company)
        self._fill_numbers(vals_list)
        return super().create(vals_list)

    @api.model
    def _fill_numbers(self, vals_list):
        """Number the new records that have none, one query per company."""
        unnumbered = [vals for vals in vals_list if not vals.get("number")]
        for company_id, count in Counter(vals["company_id"] for vals in unnumbered).items():
            numbers = iter(self._number_sequence(company_id)._next_many(count))
            for vals in unnumbered:
                if vals["company_id"] == company_id:
                    vals["number"] = next(numbers)

    @api.model
    def _number_sequence(self, company_id):
        """The company's own sequence, else the one that all companies share.

        :raise UserError: when an admin removed both
        """
        # sudo: agents may not read ir.sequence; nothing of it is shown to them.
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search_fetch(
                [("code", "=", self._number_code), ("company_id", "in", [company_id, False])],
                ["implementation", "use_date_range", "prefix", "suffix", "padding"],
                order="company_id.id",
                limit=1,
            )
        )
        if not sequence:
            raise UserError(
                self.env._(
                    "There is no number sequence with the code %s. An administrator can make one"
                    " under Settings, Technical, Sequences.",
                    self._number_code,
                )
            )
        return sequence
