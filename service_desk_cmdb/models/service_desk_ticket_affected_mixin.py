from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import SQL

from .service_desk_affected_data import ADDED, FOUND, LEFT_OUT, MAX_ROWS, TARGETS


class ServiceDeskTicketAffectedMixin(models.AbstractModel):
    """What a ticket is about, and what that touches: services, things and people.

    Looked for when the things change, and when somebody asks to look again: the landscape changes
    while a ticket is open, and what was told to people should not by itself.
    """

    _name = "service.desk.ticket.affected.mixin"
    _description = "What a Ticket Touches"

    #: Whether a double takes what it is about along to the ticket that goes on.
    _takes_items_along = True

    ci_ids = fields.Many2many(
        "service.desk.ci",
        string="Configuration Items",
        check_company=True,
        groups="service_desk.group_agent",
        domain="[('state', 'not in', ('retired', 'disposed'))]",
        help="What it is about. What relies on these is found from there.",
    )
    affected_count = fields.Integer(
        string="Number of Affected", compute="_compute_affected_count", groups="service_desk.group_agent"
    )

    def _compute_affected_count(self):
        """What these tickets touch and nobody has left out; one query for all of them."""
        rows = self.env["service.desk.affected"]
        column = rows.LINE_FIELDS[self._name]
        groups = rows._read_group(
            [(column, "in", self._origin.ids), ("origin", "!=", LEFT_OUT)], [column], ["__count"]
        )
        counts = {ticket.id: count for ticket, count in groups}
        for ticket in self:
            ticket.affected_count = counts.get(ticket._origin.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        # sudo: requesters do not know what it is about; it may be so by default.
        told = tickets.sudo().filtered("ci_ids")
        if told:
            tickets.browse(told.ids)._find_affected(is_new=True)
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            self._forget_strangers()
        if vals.keys() & {"ci_ids", "company_id"}:
            self._find_affected()
        return result

    def _forget_strangers(self):
        """What was said by hand of things of another company is not for those who read these tickets now."""
        rows = self.env["service.desk.affected"].sudo()  # sudo: the desk writes
        rows.search([(rows.LINE_FIELDS[self._name], "in", self.ids)]).filtered(
            lambda row: row[row.kind].company_id - row._ticket().company_id
        ).unlink()

    def _converted_values(self):
        return {**super()._converted_values(), "ci_ids": [Command.set(self.ci_ids.ids)]}

    def _move_belongings(self, target):
        result = super()._move_belongings(target)
        more = self.ci_ids - target.ci_ids
        if target._name == self._name and self._takes_items_along and more:
            target.ci_ids = [Command.link(item.id) for item in more]
        self._move_decisions(target)
        return result

    def _move_decisions(self, target):
        """What people said by hand of what this touches goes on; called with superuser rights.

        Of a double what was added: what it has left out may be touched by the one that goes on.
        """
        rows = self.env["service.desk.affected"]
        is_double = target._name == self._name
        known = rows.search([(rows.LINE_FIELDS[self._name], "=", self.id), ("origin", "!=", FOUND)])
        if not is_double or self._takes_items_along:
            known._carry_on(target, (ADDED,) if is_double else (ADDED, LEFT_OUT))
            target._affected_changed()

    # -- Found -----------------------------------------------------------------------------------

    def _find_affected(self, is_new=False):
        """Bring what is found up to date; what was decided by hand stays.

        :param is_new: whether nobody else can know these tickets yet
        """
        rows = self.env["service.desk.affected"].sudo()
        column = rows.LINE_FIELDS[self._name]
        if not is_new:
            self._take_affected_turn()
        known = rows.search([(column, "in", self.ids)]).grouped(column)
        gone, fresh = rows.browse(), []
        # sudo: a failure knows no walls; only what belongs to the ticket's company is written down.
        for (items, company), tickets in self.sudo().grouped(lambda one: (one.ci_ids, one.company_id)).items():
            found = self._touched_by(items, company)
            for ticket in tickets:
                wanted = dict(found)
                gone |= known.get(ticket, rows)._renew(wanted)
                fresh += [{column: ticket.id, name: id_, **values} for (name, id_), values in wanted.items()]
        gone.unlink()
        rows.create(fresh)

    def _take_affected_turn(self):
        """Of two who look at once the second begins anew, with what the first has found before its eyes.

        The row is written: a mere lock would leave the second with what it saw before.
        """
        table = SQL.identifier(self._table)
        ids = SQL("SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", table, self.ids)
        self.env.cr.execute(SQL("UPDATE %s SET write_date = write_date WHERE id IN (%s)", table, ids))

    @api.model
    def _touched_by(self, about, company):
        """(field, id) -> values of a row, for all that these things touch; called with superuser rights.

        :param about: what a ticket is about
        :param company: whose ticket it is
        """
        impact = about._impact()
        everything = about.browse(impact.hits)
        items = everything.filtered(lambda item: item.company_id.id in (False, company.id))
        found, ours = {}, set(items.ids)
        for item in items[:MAX_ROWS]:
            hit = impact.hits[item.id]
            if hit.depth:
                verdict = {"verdict": hit.verdict, "depth": hit.depth}
                # What is of another company is a cause without a name.
                cause = hit.cause in ours and hit.cause
                found["ci_id", item.id] = {**verdict, "cause_id": cause, "type_id": hit.kind or False}
        failing = everything.filtered(lambda item: impact.hits[item.id].verdict == "fails")
        # A ticket may be about what does not run yet, or any more: no service is down with that.
        found.update(self._services_hit(failing.filtered(lambda item: item._is_live()), company))
        found.update(self._people_hit(failing & items))
        return found

    @api.model
    def _services_hit(self, items, company):
        """Services that rely on failing things, and those that rely on these services.

        What is of another company is a cause without a name.
        """
        ours = items.filtered(lambda item: item.company_id.id in (False, company.id))
        reasons, queue = {}, []
        for item in ours + (items - ours):
            for service in item.service_ids:
                if service not in reasons:
                    reasons[service] = item
                    queue.append(service)
        for service in queue:
            for dependent in service.dependent_ids:
                if dependent not in reasons:
                    reasons[dependent] = reasons[service]
                    queue.append(dependent)
        return {
            ("service_id", service.id): {
                "verdict": "fails",
                "depth": 0,
                "cause_id": item in ours and item.id,
                "type_id": False,
            }
            for service, item in reasons.items()
            if service.company_id.id in (False, company.id)
        }

    @api.model
    def _people_hit(self, items):
        """Those who use what fails."""
        users = defaultdict(lambda: items.browse())
        for item in items.filtered("user_partner_id"):
            users[item.user_partner_id] |= item
        return {
            ("partner_id", person.id): {"verdict": "concerned", "depth": 0, "cause_id": used[0].id, "type_id": False}
            for person, used in list(users.items())[:MAX_ROWS]
        }

    # -- By hand ---------------------------------------------------------------------------------

    def _check_may_decide_affected(self):
        """:raise AccessError: for those who do not work on these tickets"""
        if not self.env.user.has_group("service_desk.group_agent") and not self.env.su:
            raise AccessError(self.env._("Who is affected is for the desk to say."))
        self.check_access("write")

    def action_find_affected(self):
        """Look again: what relies on what may have changed."""
        self._check_may_decide_affected()
        self._find_affected()
        self._affected_changed()
        return True

    def _log_decided(self, rows, origin):
        """Tell the history of this ticket what somebody has left out, or put back: down time goes by that."""
        is_added = origin == ADDED
        title = self.env._("Affected all the same") if is_added else self.env._("Left out of what is affected")
        self._log_note(title, ", ".join(rows.mapped("name")))

    def _affected_changed(self):
        """Hook: somebody has looked again what these touch, or has said so."""

    def action_open_affected(self):
        """Show what this ticket touches."""
        self.ensure_one()
        self.check_access("read")
        column = self.env["service.desk.affected"].LINE_FIELDS[self._name]
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_affected_action")
        return {
            **action,
            "display_name": self.env._("Affected by %s", self.number),
            "domain": [(column, "=", self.id)],
            "context": {"search_default_not_left_out": 1, "affected_model": self._name, "affected_id": self.id},
        }

    def _add_affected(self, records):
        """Add things, services or people by hand.

        :param records: of one of the models of :data:`TARGETS`
        """
        self.ensure_one()
        self._check_may_decide_affected()
        rows = self.env["service.desk.affected"]
        rows._check_targets(records, self.company_id)
        field = next(name for name, model in TARGETS.items() if model == records._name)
        column = rows.LINE_FIELDS[self._name]
        # sudo: who may was checked; the desk writes.
        known = rows.sudo().search([(column, "=", self.id), (field, "in", records.ids)])
        by_hand = {"origin": ADDED, "decided_by_id": self.env.uid}
        known.write(by_hand)
        new = records - known[field]
        rows.sudo().create([{column: self.id, field: record.id, **by_hand} for record in new])
        self._affected_changed()
