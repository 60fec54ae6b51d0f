import math

from odoo import api, models
from odoo.exceptions import ValidationError

#: What numbers of these kinds a column can hold at most, either way.
MOST = {"integer": 2**31 - 1, "float": math.inf, "monetary": math.inf}
#: PostgreSQL keeps no text with this character in it.
NUL = "\0"
#: In the first and the last year there is, some clocks of the world are outside of it.
FIRST_YEAR, LAST_YEAR = 2, 9998


class ServiceDeskStorableMixin(models.AbstractModel):
    """Records that say it in a sentence when what somebody sends cannot be kept at all.

    No form sends such values, but programs do: a text with a NUL character or half of one, a number
    that is none or that no column can hold, the end of time for "never". Without this they would be
    told what the database thinks of it, or it would be kept and spoil every sum and every screen.
    """

    _name = "service.desk.storable.mixin"
    _description = "Values That Can Be Kept"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_storable(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_storable(vals)
        return super().write(vals)

    @api.model
    def _check_storable(self, vals):
        """:raise ValidationError: when one of these values cannot be kept"""
        for name, value in vals.items():
            field = self._fields.get(name)
            if isinstance(value, str) and NUL in value:
                self._refuse_value(name, self.env._("It contains a character that is not text (NUL)."))
            if isinstance(value, str) and not _is_text(value):
                self._refuse_value(name, self.env._("It contains half a character."))
            if value and field and field.type == "datetime" and not _is_on_every_clock(value):
                self._refuse_value(name, self.env._("Please check the year."))
            if value and field and field.type in MOST and not _is_number(value, MOST[field.type]):
                self._refuse_value(name, self.env._("It is not a number, or too large a one."))

    @api.model
    def _refuse_value(self, name, why):
        label = self.fields_get([name], ["string"]).get(name, {}).get("string", name)
        raise ValidationError(self.env._("%(field)s cannot be saved. %(why)s", field=label, why=why))


def _is_number(value, most):
    """Whether it is a number (nan is none), and no larger than this."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return math.isfinite(number) and abs(number) <= most


def _is_text(value):
    """Whether it can be written down; half of a pair that makes one character cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_on_every_clock(value):
    """Whether a moment can be told in every time zone. What is none, the field itself refuses."""
    year = value[:4] if isinstance(value, str) else getattr(value, "year", FIRST_YEAR)
    return not str(year).isdecimal() or FIRST_YEAR <= int(year) <= LAST_YEAR
