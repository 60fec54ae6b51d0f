from odoo import models
from odoo.exceptions import UserError


class ServiceDeskImportHeaderMixin(models.AbstractModel):
    """Fits a profile to a file: which of the file's columns is what, and which one is missing."""

    _name = "service.desk.import.header.mixin"
    _description = "Columns of an Import Profile"

    def _missing_words(self):
        return set((self.missing_words or "").casefold().split())

    def _default_choice(self, kind):
        """What a missing or unknown impact, urgency or channel is; nothing for a priority."""
        return False if kind == "priority" else self[f"default_{kind}"]

    def _changed_after(self, moment):
        """Whether anything that decides how a file is read was changed since then."""
        parts = [self, self.column_ids, self.value_ids]
        changes = [date for part in parts for date in part.mapped("write_date")]
        return max(changes).replace(microsecond=0) > moment

    def _needed_targets(self):
        """What a file must tell for its tickets to be tickets."""
        return ["number", "state", "event_date" if self.layout == "event" else "date_opened"]

    def _places(self, header):
        """Where in a file with this header the profile's columns stand.

        :return: (target -> position, list of (label, position) of the facts)
        :raise UserError: when the file lacks a column, or the profile says too little
        """
        self._check_complete()
        position = {name: index for index, name in enumerate(header)}
        missing = [column.header for column in self.column_ids if column.is_required and column.header not in position]
        if missing:
            raise UserError(self._text_missing_columns(missing, header))
        found = self.column_ids.filtered(lambda column: column.header in position)
        places = {
            column.target: position[column.header] for column in found if column.target and column.target != "fact"
        }
        facts = [
            (column.label or column.header, position[column.header]) for column in found if column.target == "fact"
        ]
        return places, facts

    def _check_complete(self):
        targets = set(self.column_ids.mapped("target"))
        labels = dict(self.column_ids._fields["target"]._description_selection(self.env))
        lacking = [labels[target] for target in self._needed_targets() if target not in targets]
        if lacking:
            raise UserError(
                self.env._(
                    "The profile %(profile)s does not say which column holds: %(columns)s.",
                    profile=self.name,
                    columns=", ".join(lacking),
                )
            )

    def _text_missing_columns(self, missing, header):
        return self.env._(
            "The file does not have the columns that the profile %(profile)s reads: %(missing)s."
            " Its columns are: %(found)s.",
            profile=self.name,
            missing=", ".join(missing),
            found=", ".join(name for name in header if name) or self.env._("none"),
        )
