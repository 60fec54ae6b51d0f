from odoo import fields, models

from ..baseline_rules import CHANGED, COME, GONE


class ServiceDeskCiCompareWizard(models.TransientModel):
    """What has changed between a baseline and another one, or now."""

    _name = "service.desk.ci.compare.wizard"
    _description = "Compare Baselines"

    baseline_id = fields.Many2one("service.desk.ci.baseline", string="Before", required=True)
    other_id = fields.Many2one("service.desk.ci.baseline", string="After", help="Empty means now.")
    line_ids = fields.One2many("service.desk.ci.compare.line", "wizard_id", string="Differences")
    come_count = fields.Integer(string="Come", readonly=True)
    gone_count = fields.Integer(string="Gone", readonly=True)
    changed_count = fields.Integer(string="Changed", readonly=True)

    def action_compare(self):
        """Compare, and show what is different."""
        self.ensure_one()
        (self.baseline_id | self.other_id).check_access("read")
        found = self.baseline_id._differences(self.other_id)
        names = self._names()
        self.line_ids.unlink()
        self.env["service.desk.ci.compare.line"].create(
            [
                {
                    "wizard_id": self.id,
                    "number": one.key,
                    "name": names.get(one.key, ""),
                    "kind": one.kind,
                    "what": one.name,
                    "before": _shown(one.before),
                    "after": _shown(one.after),
                }
                for one in found
            ]
        )
        for kind in (COME, GONE, CHANGED):
            self[f"{kind}_count"] = len({one.key for one in found if one.kind == kind})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Has Changed"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _names(self):
        """Number -> name, the latest there is."""
        lines = (self.baseline_id | self.other_id).line_ids
        now = self.env["service.desk.ci"].search(self.baseline_id._domain_items())
        return {**{line.number: line.name for line in lines}, **{item.number: item.name for item in now}}


def _shown(value):
    if value is None:
        return False
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
