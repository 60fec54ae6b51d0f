from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..impact_rules import FAILS
from .service_desk_affected_data import ADDED, LEFT_OUT

#: Of what the ticket lists the map shows these; people it counts.
COLUMNS = ("ci_id", "service_id")
#: What was added by hand has something to do with it; nobody said that it fails.
CONCERNED = "concerned"


class ServiceDeskCiGraphTicket(models.AbstractModel):
    """A failure on the map of a ticket: what somebody has said by hand on its list counts there, too."""

    _name = "service.desk.ci.graph.ticket"
    _description = "Decisions of a Ticket on the Map"

    @api.model
    def _read_decided(self, ticket):
        """Rows of the ticket's list that were decided by hand.

        :param ticket: ``[model, id]``, as a client sends it
        :raise UserError: for what is no ticket, and when it is not there any more
        :raise AccessError: for one that the reader may not see
        """
        rows = self.env["service.desk.affected"]
        if not isinstance(ticket, list) or len(ticket) != 2 or type(ticket[1]) is not int:
            raise UserError(self.env._("A ticket is told by its process and its id."))
        column = rows.LINE_FIELDS.get(str(ticket[0]))
        record = self.env[ticket[0]].browse(ticket[1]).exists() if column else None
        if not record:
            raise UserError(self.env._("This ticket is not there any more."))
        record.check_access("read")
        return rows.search(Domain(column, "=", record.id) & Domain("origin", "in", [ADDED, LEFT_OUT]))

    @api.model
    def _as_decided(self, told, decided):
        """A failure as it is told, where what was left out by hand does not fail, and with what was added.

        What relies on something left out stays: on the list, too, each is left out by itself.
        """
        out = {self._key(target) for target in self._targets(decided, LEFT_OUT)}
        gone = [row for row in told["rows"] if row["key"] in out and not self._is_first(row)]
        known = {row["key"] for row in told["rows"]}
        added = [
            self._tell_added(target)
            for target in self._targets(decided, ADDED)
            if self._key(target) not in known
        ]
        counts = dict(told["counts"])
        for row in gone:
            counts[self._bucket(row)] -= 1
        counts["people"] -= len(self._users(told) & decided.filtered(lambda row: row.origin == LEFT_OUT).partner_id)
        return {
            **told,
            "rows": [self._tell_left_out(row) if row in gone else row for row in told["rows"]] + added,
            "counts": counts,
            "left_out": [row["name"] for row in gone],
            "added": [row["name"] for row in added],
        }

    @api.model
    def _users(self, told):
        """The people who use what fails, as they are counted; on the list, too, each is left out by itself."""
        ids = [row["id"] for row in told["rows"] if row["model"] == "service.desk.ci" and row["verdict"] == FAILS]
        return self.env["service.desk.ci"].browse(ids).user_partner_id

    @api.model
    def _targets(self, decided, origin):
        """Items and services of these rows that the reader may see."""
        rows = decided.filtered(lambda row: row.origin == origin)
        return [target for column in COLUMNS for target in rows[column]._filtered_access("read")]

    @api.model
    def _is_first(self, row):
        """Whether it is one of those that the ticket is about, which fail whatever else is said."""
        return row["model"] == "service.desk.ci" and not row["depth"]

    @api.model
    def _bucket(self, row):
        return "services" if row["model"] == "service.desk.service" else row["verdict"]

    @api.model
    def _tell_added(self, target):
        return {
            "key": self._key(target),
            "id": target.id,
            "model": target._name,
            "name": target.display_name,
            "verdict": CONCERNED,
            "depth": 1,
            "cause": False,
            "words": self.env._("added by hand on this ticket"),
        }

    @api.model
    def _tell_left_out(self, row):
        words = self.env._("left out by hand on this ticket")
        return {**row, "verdict": LEFT_OUT, "cause": False, "words": words}

    @api.model
    def _added_items(self, ticket):
        """Items on the ticket's list that somebody put there by hand, of those that the reader may see."""
        decided = self._read_decided([ticket._name, ticket.id])
        return decided.filtered(lambda row: row.origin == ADDED).ci_id._filtered_access("read")
