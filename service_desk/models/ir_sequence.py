import re

from odoo import models
from odoo.tools import SQL

#: Numbers above are no count but a date or a code; a sequence must not be driven there.
HIGHEST_NUMBER = 10**12


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def write(self, vals):
        """A desk's sequence that becomes gapless goes on where its numbers are, not at the start."""
        for sequence in self if vals.get("implementation") == "no_gap" else self.browse():
            is_ours = (sequence.code or "").startswith("service.desk.")
            if is_ours and sequence.implementation == "standard":
                sequence.number_next = sequence.number_next_actual
        return super().write(vals)

    def _next_many(self, count):
        """Draw ``count`` numbers of this sequence, in one query where the sequence allows it.

        Sequences without gaps, or with a range per date, lock or look up for each number; those
        are drawn one by one.
        """
        self.ensure_one()
        if self.implementation != "standard" or self.use_date_range:
            return [self._next() for _index in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{self.id:03d}",
                count,
            )
        )
        prefix, suffix = self._get_prefix_suffix()
        return [f"{prefix}{number:0{self.padding}d}{suffix}" for (number,) in rows]

    def _skip_numbers(self, names):
        """Go on above the highest of these names that look like this sequence's own.

        Takes effect at once and for good, whatever becomes of the transaction: a number that is
        skipped in vain is a gap, one that is given twice would be an error.

        :param names: texts such as INC0001234
        """
        self.ensure_one()
        for counter, prefix, suffix in self._counters():
            numbers = self._numbers_in(names, prefix, suffix)
            if not numbers:
                continue
            if self.implementation == "standard":
                self._skip_standard(counter, max(numbers))
            elif counter.number_next <= max(numbers):
                counter.number_next = max(numbers) + 1

    def _counters(self):
        """(what counts, prefix, suffix): the sequence itself, or its ranges of dates."""
        if not self.use_date_range:
            return [(self, *self._get_prefix_suffix())]
        return [
            (part, *self._get_prefix_suffix(date=part.date_from, date_range=part.date_from))
            for part in self.date_range_ids
        ]

    def _numbers_in(self, names, prefix, suffix):
        shape = re.compile(f"{re.escape(prefix)}([0-9]{{{max(self.padding, 1)},}}){re.escape(suffix)}")
        found = (shape.fullmatch(name) for name in names)
        numbers = [int(match[1]) for match in found if match]
        return [number for number in numbers if number < HIGHEST_NUMBER]

    def _skip_standard(self, counter, number):
        parts = [self.id] if counter == self else [self.id, counter.id]
        name = "_".join(["ir_sequence", *(f"{part:03d}" for part in parts)])
        self.env.execute_query(
            SQL(
                "SELECT setval(%s, %s) FROM %s WHERE last_value <= %s",
                name,
                number,
                SQL.identifier(name),
                number,
            )
        )
