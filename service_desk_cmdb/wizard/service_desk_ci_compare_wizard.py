from collections import defaultdict

from odoo import api, fields, models

from ..baseline_rules import CHANGED, COME, GONE
from ..models.service_desk_ci_picture_words import PictureWords

#: So many differences are put on the screen: what is more than this nobody reads line by line.
MAX_LINES = 5000
_ORDER = (GONE, COME, CHANGED)


class ServiceDeskCiCompareWizard(models.TransientModel):
    """What has changed between a baseline and another one, or now: to be read, printed and exported."""

    _name = "service.desk.ci.compare.wizard"
    _description = "Compare Baselines"

    baseline_id = fields.Many2one("service.desk.ci.baseline", string="Before", required=True, ondelete="cascade")
    other_id = fields.Many2one("service.desk.ci.baseline", string="After", ondelete="cascade", help="Empty means now.")
    company_id = fields.Many2one(related="baseline_id.company_id", related_sudo=False)
    line_ids = fields.One2many("service.desk.ci.compare.line", "wizard_id", string="Differences")
    date = fields.Datetime(string="Compared On", readonly=True)
    come_count = fields.Integer(string="New Items", readonly=True)
    gone_count = fields.Integer(string="Items Gone", readonly=True)
    changed_count = fields.Integer(string="Items Changed", readonly=True)
    difference_count = fields.Integer(string="Differences Found", readonly=True)
    is_cut = fields.Boolean(readonly=True)
    has_other_scope = fields.Boolean(readonly=True)

    @api.depends("baseline_id", "other_id", "date")
    def _compute_display_name(self):
        for one in self:
            until = one.other_id.name or self.env._("now")
            one.display_name = self.env._("%(before)s until %(after)s", before=one.baseline_id.name, after=until)

    def action_compare(self):
        """Compare, and show what is different."""
        self._compare()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Has Changed"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open_lines(self):
        """The differences alone, to be filtered, grouped and exported."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_ci_compare_line_action")
        return {**action, "domain": [("wizard_id", "=", self.id)]}

    def action_print(self):
        """The same on paper."""
        self.ensure_one()
        self.baseline_id.check_access("read")
        return self.env.ref("service_desk_cmdb.service_desk_ci_compare_report").report_action(self)

    # -- Compared ----------------------------------------------------------------------------------

    def _compare(self):
        self.ensure_one()
        both = self.baseline_id | self.other_id
        both.check_access("read")
        both._check_taken()
        # Whichever way round somebody chose them: what was earlier is before.
        first, last = both.sorted("date")[0], both.sorted("date")[1:]
        self.write({"baseline_id": first.id, "other_id": last.id, "date": fields.Datetime.now()})
        found = first._differences(last)
        self.line_ids.unlink()
        self.env["service.desk.ci.compare.line"].create(self._told(found))
        counts = {kind: len({one.key for one in found if one.kind == kind}) for kind in _ORDER}
        self.write(
            {
                **{f"{kind}_count": count for kind, count in counts.items()},
                "difference_count": len(found),
                "is_cut": len(found) > MAX_LINES,
                "has_other_scope": bool(last) and first._scope() != last._scope(),
            }
        )

    def _told(self, found):
        """Values of the lines: what is gone, what is new, and what has changed, item by item."""
        words = PictureWords(self.env)
        found = sorted(found, key=lambda one: (_ORDER.index(one.kind), one.key))[:MAX_LINES]
        names = self._names([one.key for one in found])
        known = self._attributes_of([one.key for one in found if one.kind == CHANGED])
        return [
            {
                "wizard_id": self.id,
                **names.get(one.key, {}),
                "kind": one.kind,
                "what": words.label(one.name, known[one.key]) if one.name else False,
                "before": words.value(one.name, one.before, known[one.key]) if one.name else False,
                "after": words.value(one.name, one.after, known[one.key]) if one.name else False,
            }
            for one in found
        ]

    def _lines_of(self, refs):
        """What the baselines know of these items, the earlier one first."""
        domain = [("baseline_id", "in", (self.baseline_id | self.other_id).ids), ("item_ref", "in", refs)]
        return self.env["service.desk.ci.baseline.line"].search(domain).sorted(lambda line: line.baseline_id.date)

    def _attributes_of(self, refs):
        """id of an item -> code -> attribute, as its class means it; of two classes the later one counts."""
        kinds = defaultdict(list)
        for line in self._lines_of(refs):
            kinds[line.item_ref].append(line.picture["class_id"]["id"])
        for item in self.env["service.desk.ci"].search([("id", "in", refs)]):
            kinds[item.id].append(item.class_id.id)
        there = self.env["service.desk.ci.class"].browse({one for ids in kinds.values() for one in ids}).exists()
        known = {kind.id: {one.code: one for one in kind._attributes()} for kind in there}
        return {
            ref: {code: one for kind in ids for code, one in known.get(kind, {}).items()} for ref, ids in kinds.items()
        }

    def _names(self, refs):
        """id of an item -> what it is called: the latest that is known, also of what is gone."""
        told = {line.item_ref: {"number": line.number, "name": line.name} for line in self._lines_of(refs)}
        items = self.env["service.desk.ci"].search([("id", "in", refs)])
        return told | {item.id: {"number": item.number, "name": item.name, "ci_id": item.id} for item in items}
