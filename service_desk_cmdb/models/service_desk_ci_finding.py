from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .service_desk_ci_audit_data import DIFFERS, FINDING_KINDS, FINDING_STATES
from .service_desk_ci_data import CONFIGURATION_MANAGER


class ServiceDeskCiFinding(models.Model):
    """Something about an item that is not as it should be, found by an audit or told by a source.

    Ends by itself when it is no longer so. Configuration managers may say that it is all right.
    """

    _name = "service.desk.ci.finding"
    _description = "Finding about a Configuration Item"
    _inherit = [
        "service.desk.ci.finding.words.mixin",
        "service.desk.handless.mixin",
        "service.desk.export.mixin",
    ]
    _order = "state, date_first desc, id desc"
    _rec_names_search = ["ci_id"]

    ci_id = fields.Many2one(
        "service.desk.ci", string="Item", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ci_id.company_id", store=True, index=True)
    class_id = fields.Many2one(related="ci_id.class_id", store=True)
    owner_id = fields.Many2one(related="ci_id.owner_id", store=True)
    kind = fields.Selection(FINDING_KINDS, required=True, readonly=True)
    key = fields.Char(required=True, default="-", readonly=True, help="What else makes it one: an attribute, a number.")
    detail = fields.Char(readonly=True)
    found_value = fields.Char(string="Found", readonly=True)
    authorized_value = fields.Char(string="Authorized", readonly=True)
    source_code = fields.Char(readonly=True, help="Of the source that has told it.")
    state = fields.Selection(FINDING_STATES, required=True, default="open", readonly=True, index=True)
    date_first = fields.Datetime(string="First Found", required=True, readonly=True, default=fields.Datetime.now)
    date_last = fields.Datetime(string="Last Found", required=True, readonly=True, default=fields.Datetime.now)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    reason = fields.Char(readonly=True, help="Why it is all right.")

    _once = models.Constraint("UNIQUE(ci_id, kind, key)", "This was found already.")

    @api.depends("ci_id.name", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for finding in self:
            finding.display_name = f"{finding.sudo().ci_id.name}: {kinds.get(finding.kind, '')}"

    # -- Found -----------------------------------------------------------------------------------

    @api.model
    def _record(self, kind, found, among=None):
        """Bring what is known of a kind up to what was found now; called with superuser rights.

        :param dict found: (id of an item, key) -> dict with ``detail``, ``found_value``, ``authorized_value``
        :param among: the items that were looked at; all of them without
        """
        now = fields.Datetime.now()
        domain = [("kind", "=", kind)] + ([("ci_id", "in", among.ids)] if among is not None else [])
        known = {(row.ci_id.id, row.key): row for row in self.search(domain)}
        ended = self.union(*(row for key, row in known.items() if key not in found and row.state != "ended"))
        ended.write({"state": "ended"})
        fresh, seen = [], self.browse()
        for (item, key), values in found.items():
            row = known.get((item, key))
            if not row:
                fresh.append({"ci_id": item, "kind": kind, "key": key, **values})
            elif row.state == "ended" or any(
                row[name] != (value or False) for name, value in values.items() if self._makes_another(name, values)
            ):
                # What is different now was not what somebody has agreed to.
                row.write({**values, "state": "open", "date_last": now, "decided_by_id": False, "reason": False})
            else:
                seen |= row
        seen.write({"date_last": now})
        return self.create(fresh)

    @api.model
    def _makes_another(self, name, values):
        """Whether something else is found where this is different; of two values the words around them do not count."""
        return name != "detail" or "found_value" not in values

    # -- Decided ---------------------------------------------------------------------------------

    def _check_may_decide(self):
        if not self.env.su and not self.env.user.has_group(CONFIGURATION_MANAGER):
            raise AccessError(self.env._("Configuration managers decide about findings."))
        self.check_access("read")
        self.ci_id.check_access("write")

    def action_accept(self, reason=None):
        """Say that these are all right as they are.

        :param str reason: why
        """
        self._check_may_decide()
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Why is it all right? An auditor will ask."))
        # sudo: who may was checked; rows are written by the desk alone.
        self._still_so().sudo().write(
            {"state": "accepted", "decided_by_id": self.env.uid, "reason": reason.strip()}
        )
        return True

    def action_take_found(self):
        """What was found is right: write it down as authorized."""
        self._check_may_decide()
        current = self._still_so()
        for finding in current:
            if finding.kind != DIFFERS:
                raise UserError(self.env._("There is no other value to take over."))
            finding.ci_id._take_value(finding.key, finding.found_value)
        current.sudo().write({"state": "ended", "decided_by_id": self.env.uid})  # sudo: see action_accept
        return True

    def _still_so(self):
        """Those of these about which there is something to decide.

        :raise UserError: when there is none
        """
        current = self.filtered(lambda finding: finding.state != "ended")
        if self and not current:
            raise UserError(self.env._("This is no longer so: there is nothing to decide."))
        return current

    def action_open_item(self):
        """Open the item."""
        self.ensure_one()
        return self.ci_id._open_form()

    def action_audit(self):
        """Look for everything now, whatever is selected."""
        return self.env["service.desk.ci"].action_audit()

    @api.model
    def _text_hands(self):
        return self.env._("Findings come from audits and sources.")
