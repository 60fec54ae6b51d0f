from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_import_data import TARGETS


class ServiceDeskImportColumn(models.Model):
    """What one column of an export is."""

    _name = "service.desk.import.column"
    _description = "Import Column"
    _order = "sequence, id"
    _rec_name = "header"

    profile_id = fields.Many2one("service.desk.import.profile", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    header = fields.Char(string="Column", required=True, help="Its name in the file's first line.")
    target = fields.Selection(TARGETS, string="Is", help="Empty means that it is not read.")
    label = fields.Char(help="What to call a fact that has no field here.")
    is_required = fields.Boolean(
        string="Required",
        compute="_compute_is_required",
        store=True,
        readonly=False,
        help="A file without this column is refused.",
    )

    _header_uniq = models.Constraint("UNIQUE(profile_id, header)", "A profile describes each column once.")

    @api.depends("target")
    def _compute_is_required(self):
        for column in self:
            column.is_required = column.target in ("number", "state", "date_opened", "event_date")

    @api.constrains("target", "profile_id")
    def _check_target(self):
        """One column for each thing; facts may come from any number."""
        labels = dict(self._fields["target"]._description_selection(self.env))
        for profile in self.profile_id:
            targets = [column.target for column in profile.column_ids if column.target != "fact"]
            doubles = {target for target in targets if target and targets.count(target) > 1}
            if doubles:
                names = ", ".join(sorted(labels[target] for target in doubles))
                raise ValidationError(self.env._("More than one column is read as %s.", names))
