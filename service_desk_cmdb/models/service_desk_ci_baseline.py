from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from .. import baseline_rules

#: What a picture says of an item besides its attributes and relations.
PICTURED = (
    "name",
    "state",
    "serial_number",
    "asset_tag",
    "manufacturer",
    "model_name",
    "version",
    "environment",
    "criticality",
    "owner_id",
    "user_partner_id",
    "team_id",
    "supplier_id",
    "location_id",
)
BATCH_SIZE = 2000


class ServiceDeskCiBaseline(models.Model):
    """How the landscape, or a part of it, was at a moment. Once taken it never changes.

    Compared with another one, or with how it is now, it tells an auditor what has changed since.
    """

    _name = "service.desk.ci.baseline"
    _description = "Baseline"
    _inherit = ["service.desk.boundary.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    class_ids = fields.Many2many("service.desk.ci.class", string="Classes", help="With those below; empty for all.")
    environment = fields.Selection(
        lambda self: self.env["service.desk.ci"]._fields["environment"].selection, help="Empty for all."
    )
    location_id = fields.Many2one("service.desk.ci", check_company=True, ondelete="set null", index="btree_not_null")
    reason = fields.Char(help="What it is for: an audit, a release, an agreement.")
    date = fields.Datetime(string="Taken On", readonly=True, copy=False)
    user_id = fields.Many2one("res.users", string="Taken By", readonly=True, copy=False)
    line_ids = fields.One2many("service.desk.ci.baseline.line", "baseline_id", string="Items", readonly=True)
    line_count = fields.Integer(string="Number of Items", readonly=True, copy=False)

    def write(self, vals):
        if any(one.date for one in self) and vals.keys() - {"name", "reason"} and not self.env.su:
            raise UserError(self.env._("What was taken stays as it was. Take another one."))
        return super().write(vals)

    # -- Taking ----------------------------------------------------------------------------------

    def _domain_items(self):
        self.ensure_one()
        domain = Domain("company_id", "in", [False, self.company_id.id]) & Domain("state", "!=", "disposed")
        if self.class_ids:
            domain &= Domain("class_id", "child_of", self.class_ids.ids)
        for name in ("environment", "location_id"):
            if self[name]:
                domain &= Domain(
                    name, "=", self.env["service.desk.ci"]._fields[name].convert_to_write(self[name], self)
                )
        return domain

    def action_take(self):
        """Take the picture.

        :raise UserError: the second time
        """
        self.check_access("write")
        lines = self.env["service.desk.ci.baseline.line"].sudo()  # sudo: lines are written by the desk alone
        for one in self:
            one.lock_for_update()
            if one.date:
                raise UserError(self.env._("“%s” is taken already.", one.name))
            items = self.env["service.desk.ci"].search(one._domain_items(), order="id")
            for ids in split_every(BATCH_SIZE, items.ids):
                pictures = items.browse(ids)._pictures()
                lines.create(
                    [
                        {
                            "baseline_id": one.id,
                            "ci_id": item.id,
                            "number": item.number,
                            "name": item.name,
                            "picture": pictures[item],
                        }
                        for item in pictures
                    ]
                )
                # Nothing of a hundred thousand items is needed again.
                self.env.flush_all()
                items.browse(ids).invalidate_recordset()
            # sudo: facts of the desk
            one.sudo().write({"date": fields.Datetime.now(), "user_id": self.env.uid, "line_count": len(items)})
        return True

    # -- Comparing -------------------------------------------------------------------------------

    def _picture(self):
        """key -> what was known of each thing then."""
        self.ensure_one()
        if not self.date:
            raise UserError(self.env._("“%s” is not taken yet.", self.name))
        return {line.number or str(line.ci_id.id): line.picture for line in self.line_ids}

    def _now_picture(self):
        """The same part of the landscape, as it is now."""
        items = self.env["service.desk.ci"].search(self._domain_items(), order="id")
        return {item.number or str(item.id): picture for item, picture in items._pictures().items()}

    def _differences(self, other=None):
        """What has changed since this was taken, until another one or now.

        :return: list of :class:`~..baseline_rules.Difference`
        """
        return baseline_rules.compare(self._picture(), other._picture() if other else self._now_picture())

    def action_compare(self):
        """Show what has changed since."""
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["service.desk.ci.compare.wizard"].create({"baseline_id": self.id})
        return wizard.action_compare()
