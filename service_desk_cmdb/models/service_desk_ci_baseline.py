import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from .. import baseline_rules

BATCH_SIZE = 2000


class ServiceDeskCiBaseline(models.Model):
    """How the landscape, or a part of it, was at a moment. Once taken it never changes.

    Compared with another one, or with how it is now, it tells an auditor what has changed since.
    Whoever reads items compares; only admins can make a picture disappear.
    """

    _name = "service.desk.ci.baseline"
    _description = "Baseline"
    _inherit = ["service.desk.boundary.mixin", "service.desk.facts.mixin", "service.desk.export.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    #: An auditor believes these.
    _facts = frozenset({"date", "user_id", "line_count"})

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

    @api.depends("name", "date", "company_id")
    @api.depends_context("uid", "tz")
    def _compute_display_name(self):
        """Name and day; the day alone for people of other companies."""
        for one in self:
            day = one.date and fields.Date.to_string(fields.Datetime.context_timestamp(one, one.date))
            name = one.name if one._is_of_user() else self.env._("Baseline")
            one.display_name = f"{name} ({day})" if day else name

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_facts(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_facts([vals])
        if any(one.date for one in self) and vals.keys() - {"name", "reason"} and not self.env.su:
            raise UserError(self.env._("What was taken stays as it was. Take another one."))
        return super().write(vals)

    @api.model
    def _refuse_facts(self, vals_list):
        """:raise UserError: when somebody says when a picture was taken instead of taking it"""
        facts = {"date", "user_id", "line_count"}
        if not self.env.su and any(vals.get(name) for vals in vals_list for name in facts):
            raise UserError(self.env._("When a picture was taken, by whom and of how much is for the desk to say."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        if any(self.mapped("date")) and not self.env.user.has_group("service_desk.group_admin"):
            raise UserError(self.env._("What was taken is evidence. Only administrators delete it."))

    # -- Taking ----------------------------------------------------------------------------------

    def _domain_items(self):
        self.ensure_one()
        domain = Domain("company_id", "in", [False, self.company_id.id]) & Domain("state", "!=", "disposed")
        if self.class_ids:
            domain &= Domain("class_id", "child_of", self.class_ids.ids)
        if self.environment:
            domain &= Domain("environment", "=", self.environment)
        if self.location_id:
            domain &= Domain("location_id", "=", self.location_id.id)
        return domain

    def _scope(self):
        """What the picture is of; two are alike where this is the same."""
        return self.company_id, self.class_ids, self.environment, self.location_id

    def action_take(self):
        """Take the picture.

        :raise UserError: the second time
        """
        self.check_access("write")
        for one in self:
            one.lock_for_update()
            if one.date:
                raise UserError(self.env._("“%s” is taken already.", one.name))
            items = self.env["service.desk.ci"].search(one._domain_items(), order="id")
            for ids in split_every(BATCH_SIZE, items.ids):
                one._take_lines(items.browse(ids))
                # Nothing of a hundred thousand items is needed again.
                self.env.flush_all()
                items.browse(ids).invalidate_recordset()
            # sudo: facts of the desk
            one.sudo().write({"date": fields.Datetime.now(), "user_id": self.env.uid, "line_count": len(items)})
        return True

    def _take_lines(self, items):
        """Write down what is known of these items; in one statement, since there are a hundred thousand of them."""
        told = items._pictures(self.company_id)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO service_desk_ci_baseline_line
                       (baseline_id, company_id, ci_id, item_ref, number, name, picture, create_uid, create_date)
                SELECT %s, %s, id, id, number, name, picture, %s, %s
                  FROM unnest(%s, %s, %s, %s::jsonb[]) AS one(id, number, name, picture)
                """,
                self.id,
                self.company_id.id,
                self.env.uid,
                self.env.cr.now(),
                [item.id for item in told],
                [item.number for item in told],
                [item.name for item in told],
                [json.dumps(picture) for picture in told.values()],
            )
        )
        self.invalidate_recordset(["line_ids"])

    def action_open_lines(self):
        """Show the items that are on the picture."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_ci_baseline_line_action")
        return {**action, "display_name": self.display_name, "domain": [("baseline_id", "=", self.id)]}

    # -- Comparing -------------------------------------------------------------------------------

    def _check_taken(self):
        for one in self:
            if not one.date:
                raise UserError(self.env._("“%s” is not taken yet.", one.name))

    def _differences(self, other=None):
        """What has changed since this was taken, until another one or now.

        Things that were on the picture are looked at wherever they are now: one that has moved to
        another environment has changed, it is not gone.

        :return: list of :class:`~..baseline_rules.Difference`
        """
        self.ensure_one()
        (self | other if other else self)._check_taken()
        found, known = [], set()
        for ids in split_every(BATCH_SIZE, self.line_ids.ids):
            lines = self.line_ids.browse(ids)
            before = {line.item_ref: line.picture for line in lines}
            found += baseline_rules.compare(before, other._then(lines) if other else self._now(lines))
            known.update(before)
            lines.invalidate_recordset()
        later = (
            other.line_ids.mapped("item_ref") if other else self.env["service.desk.ci"].search(self._domain_items()).ids
        )
        return found + [baseline_rules.Difference(one, baseline_rules.COME) for one in later if one not in known]

    def _then(self, lines):
        """id of an item -> what was known of it when this was taken, of the items of these lines."""
        domain = [("baseline_id", "=", self.id), ("item_ref", "in", lines.mapped("item_ref"))]
        return {line.item_ref: line.picture for line in lines.search(domain)}

    def _now(self, lines):
        """The same as things are now, of those that the reader may see; what is another company's is gone from here."""
        ours = (self.company_id.browse(), self.company_id)
        items = lines.ci_id._filtered_access("read").filtered(lambda item: item.company_id in ours)
        pictures = {item.id: told for item, told in items._pictures(self.company_id).items()}
        items.invalidate_recordset()
        return pictures

    def action_compare(self):
        """Show what has changed since."""
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["service.desk.ci.compare.wizard"].create({"baseline_id": self.id})
        return wizard.action_compare()
