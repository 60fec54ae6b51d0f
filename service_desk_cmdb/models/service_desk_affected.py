from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_desk_affected_data import ADDED, FOUND, LEFT_OUT, NOTHING_FOUND, ORIGINS, TARGETS, VERDICTS


class ServiceDeskAffected(models.Model):
    """A service, a thing or a person that a ticket touches, and why.

    Found by what relies on what, or added by hand. What somebody has left out stays so, whatever is
    found later on. Agents who may write the ticket decide; nobody writes these rows over RPC.
    """

    _name = "service.desk.affected"
    _description = "Affected by a Ticket"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin", "service.desk.ticket.line"]
    _order = "service_id, depth, id"
    _rec_names_search = ["service_id", "ci_id", "partner_id"]

    service_id = fields.Many2one("service.desk.service", index="btree_not_null", readonly=True, ondelete="cascade")
    ci_id = fields.Many2one("service.desk.ci", string="Item", index="btree_not_null", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Person", index="btree_not_null", readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("service_id", "Service"), ("ci_id", "Item"), ("partner_id", "Person")], compute="_compute_name"
    )
    name = fields.Char(compute="_compute_name")
    origin = fields.Selection(ORIGINS, required=True, default=FOUND, readonly=True)
    verdict = fields.Selection(VERDICTS, string="What Happens", required=True, default="concerned", readonly=True)
    depth = fields.Integer(string="Steps Away", readonly=True)
    cause_id = fields.Many2one("service.desk.ci", index="btree_not_null", readonly=True, ondelete="set null")
    type_id = fields.Many2one("service.desk.ci.relation.type", readonly=True, ondelete="set null")
    decided_by_id = fields.Many2one("res.users", readonly=True)
    reason = fields.Char(string="Why", compute="_compute_reason")

    _one_target = models.Constraint(
        "CHECK(num_nonnulls(service_id, ci_id, partner_id) = 1)", "A row is of one service, one thing or one person."
    )
    _once = models.UniqueIndex(
        "(COALESCE(incident_id, 0), COALESCE(request_id, 0), COALESCE(problem_id, 0), COALESCE(change_id, 0),"
        " COALESCE(service_id, 0), COALESCE(ci_id, 0), COALESCE(partner_id, 0))",
        "This is in the list already.",
    )

    @api.depends("service_id", "ci_id", "partner_id")
    def _compute_name(self):
        for row in self:
            row.kind = next((name for name in TARGETS if row[name]), False)
            # sudo: the name of what is in the list, for those who may read the list.
            row.name = row.kind and row.sudo()[row.kind].display_name

    @api.depends("kind", "cause_id", "type_id", "origin", "decided_by_id")
    def _compute_reason(self):
        for row in self:
            row.reason = row._reason()

    def _reason(self):
        known = self.sudo()  # sudo: see _compute_name
        cause = known.cause_id.name
        if self.origin != FOUND:
            return self.env._("Decided by %s", known.decided_by_id.name) if known.decided_by_id else False
        if not cause:
            return False
        if self.kind == "service_id":
            return self.env._("relies on %s", cause)
        if self.kind == "partner_id":
            return self.env._("has to do with %s", cause)
        if not known.type_id:
            return self.env._("because of %s", cause)
        return known._reading()

    def _reading(self):
        """The relation to its cause, as it reads from here."""
        kind, cause = self.type_id, self.cause_id
        words = kind.name if kind.passes != "to_target" else kind.reverse_name
        return f"{words} {cause.name}"

    def _ticket(self):
        """The ticket that the row is of."""
        self.ensure_one()
        return next(self[column] for column in self.LINE_FIELDS.values() if self[column])

    def _renew(self, wanted):
        """Bring these rows of one ticket up to what was found; called with superuser rights.

        :param dict wanted: (field, id) -> values; what there is a row of is taken out of it
        :return: rows of what is not found any more
        """
        gone = self.browse()
        for row in self:
            values = wanted.pop(next((name, row[name].id) for name in TARGETS if row[name]), None)
            if values is None and row.origin == FOUND:
                gone |= row
                continue
            # Who decides by hand says that it is touched, or not; what happens to it is found.
            values = values or NOTHING_FOUND
            if any(row._fields[name].convert_to_write(row[name], row) != value for name, value in values.items()):
                row.write(values)
        return gone

    # -- Decided by hand -------------------------------------------------------------------------

    def _carry_on(self, ticket, origins):
        """What was decided by hand goes on with another ticket; called with superuser rights.

        What somebody has decided there already stays.

        :param origins: which of these decisions
        """
        column = self.LINE_FIELDS[ticket._name]
        there = {(row.kind, row[row.kind].id): row for row in self.search([(column, "=", ticket.id)])}
        fresh = []
        for row in self.filtered(lambda row: row.origin in origins):
            decided = {"origin": row.origin, "decided_by_id": row.decided_by_id.id}
            known = there.get((row.kind, row[row.kind].id))
            if not known:
                fresh.append({column: ticket.id, row.kind: row[row.kind].id, **decided})
            elif known.origin == FOUND:
                known.write(decided)
        self.create(fresh)

    def action_leave_out(self):
        """Say that these are not affected; that stays, whatever is found later."""
        return self._decide(LEFT_OUT)

    def action_put_back(self):
        """Say that they are."""
        return self._decide(ADDED)

    def _decide(self, origin):
        tickets = [row._ticket() for row in self]
        for ticket in tickets:
            ticket._check_may_decide_affected()
        # sudo: who may was checked; the desk writes.
        self.sudo().write({"origin": origin, "decided_by_id": self.env.uid})
        for ticket in dict.fromkeys(tickets):
            ticket._log_decided(self.filtered(lambda row, ticket=ticket: row._ticket() == ticket), origin)
            ticket._affected_changed()
        return True

    def action_open_target(self):
        """Open the service, the thing or the person."""
        self.ensure_one()
        self.check_access("read")
        target = self[self.kind]
        target.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": target._name,
            "res_id": target.id,
            "views": [(False, "form")],
        }

    def action_find_again(self):
        """Look again what the ticket touches on whose list this was asked."""
        self._asked_ticket().action_find_affected()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open_map(self):
        """Show on the map what the ticket touches on whose list this was asked."""
        return self._asked_ticket().action_open_map()

    @api.model
    def _asked_ticket(self):
        """The ticket on whose list something was asked: the list's buttons tell it in the context.

        :raise UserError: when it was asked elsewhere
        """
        self.check_access("read")
        # Not active_id: Odoo says there what is selected in the list.
        model, id_ = self.env.context.get("affected_model"), self.env.context.get("affected_id")
        if str(model) not in self.LINE_FIELDS or type(id_) is not int:
            raise UserError(self.env._("Open this from a ticket."))
        return self.env[model].browse(id_).exists()

    @api.model
    def _text_hands(self):
        return self.env._("Who is affected is found, or decided on the ticket.")

    @api.model
    def _check_targets(self, records, company):
        """:raise UserError: for something that the current user, or others who read the ticket, may not see"""
        if len(records._filtered_access("read")) != len(records):
            raise UserError(self.env._("Some of these are not yours to see."))
        if records.company_id - company:
            raise UserError(self.env._("Some of these belong to another company than the ticket."))
