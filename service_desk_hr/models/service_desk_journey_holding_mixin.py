from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .. import journey_rules
from ..package_rules import KEEP, REVOKE
from .service_desk_journey_data import ARRIVALS, LEAVER, OPEN_STATES

#: A step in these will still be done.
_COMING = (journey_rules.PLANNED, journey_rules.ASKING, journey_rules.OPEN)


def in_words(rows):
    """Things and seats of a person, a line each; access goes by itself and is no thing.

    :param rows: see ``res.partner._service_desk_holdings``
    """
    return "\n".join(f"{row['kind_label']}: {row['name']}" for row in rows if row["kind"] != "access")


def in_short(rows):
    """How much of each kind somebody has, in one line."""
    counts = Counter(row["kind_label"] for row in rows if row["state"] != "asked")
    return ", ".join(f"{count} × {label}" for label, count in counts.items())


class ServiceDeskJourneyHoldingMixin(models.AbstractModel):
    """What the person holds: access, and what other addons hand out.

    Asked of the contact by one hook, ``res.partner._service_desk_holdings``, so that whatever can be
    held is shown here, keeps a leaver's journey open, and stands in the proof.
    """

    _name = "service.desk.journey.holding.mixin"
    _description = "What the Person of a Journey Holds"

    holdings = fields.Html(
        compute="_compute_holdings", sanitize=False, help="What the person holds now, and how each of it ends."
    )
    left_behind = fields.Char(
        string="Nobody Takes Back", compute="_compute_holdings", help="What a leaver has, and no step is left for it."
    )
    still_ordered = fields.Char(
        compute="_compute_holdings", help="What somebody who leaves has ordered and does not have yet."
    )

    @api.depends("state", "partner_id", "access_ids.verdict", "line_ids.state")
    def _compute_holdings(self):
        """A plain table: HR and managers may read none of the records behind it."""
        views = self.env["ir.qweb"]
        shown = self._portal_holdings()
        for journey in self:
            rows = shown.get(journey)
            journey.holdings = rows is not None and views._render("service_desk_hr.journey_holdings", {"rows": rows})
            journey.left_behind = ", ".join(row["name"] for row in rows or () if row["is_left"])
            is_leaving = journey.kind == LEAVER and journey.state in OPEN_STATES
            waiting = [f"{row['name']} ({row['stage']})" for row in rows or () if row["stage"]]
            journey.still_ordered = is_leaving and ", ".join(waiting)

    def _shows_holdings(self):
        """While it runs, and at the end of those who go: later it is nobody's business here."""
        is_over = (self.kind == LEAVER and self.state == "done") or self._comes_no_more()
        return self.state in OPEN_STATES or is_over

    def _holdings(self):
        """journey -> rows of what its person holds, as the hook gives them; one look for all journeys."""
        # sudo: what is held is told in plain words to those who may read the journey.
        people = {journey: journey.sudo()._contacts() for journey in self}
        everybody = self.env["res.partner"].sudo().union(*people.values())
        rows = everybody._service_desk_holdings() if everybody else []
        return {journey: [row for row in rows if row["partner"] in contacts] for journey, contacts in people.items()}

    def _portal_holdings(self):
        """journey -> what is held in plain values, for screens; only journeys that show it."""
        shown = self.filtered(lambda journey: journey._shows_holdings())
        return {journey: [journey._holding_values(row) for row in rows] for journey, rows in shown._holdings().items()}

    def _shown_holdings(self):
        """What the manager is shown of one journey; None where there is nothing to say. Of leavers also that."""
        rows = self._portal_holdings().get(self)
        return rows if rows or self.kind == LEAVER else None

    def _holding_values(self, row):
        return {
            "name": row["name"],
            "kind": row["kind_label"],
            "stage": self._holding_stage(row),
            "since": row["since"],
            "ends": self._holding_ends(row),
            "must_return": row["must_return"],
            "is_left": self._is_left(row),
        }

    def _holding_stage(self, row):
        """What something waits for that the person does not have yet; nothing of what they have."""
        return (row.get("stage") or self.env._("Is not there yet")) if row["state"] == "asked" else ""

    def _holding_name(self, row):
        """Something by its name, and that it is only on its way if so."""
        stage = self._holding_stage(row)
        return f"{row['name']} ({stage})" if stage else row["name"]

    def _holding_ends(self, row):
        """How something ends, in words."""
        if row["state"] == "ending":
            return self.env._("Is being given back")
        if self._is_left(row):
            return self.env._("Nobody takes this back")
        if self._holding_verdict(row) == REVOKE:
            return self.env._("With this journey")
        if row["until"]:
            day = fields.Datetime.context_timestamp(self, row["until"]).date()
            return self.env._("On %s", format_date(self.env, day))
        return self.env._("Stays") if row["state"] == "held" else ""

    def _holding_verdict(self, row):
        """What this journey does about something, or nothing."""
        if self.state not in OPEN_STATES and not self._comes_no_more():
            return None
        gone = self._goes_with(row.get("goes_with") or row["record"])
        if self._is_over_for_person():
            return REVOKE if row["must_return"] or gone == REVOKE else KEEP
        return gone

    def _is_over_for_person(self):
        """Whether the person is to have nothing any more: they leave, or do not come after all."""
        return self.kind == LEAVER or self._comes_no_more()

    def _comes_no_more(self):
        """Whether somebody was to come and does not."""
        return self.kind in ARRIVALS and self.state == "cancelled"

    def _goes_with(self, record):
        """What this journey does about access, or by a task of its own about a thing; else nothing."""
        # sudo: what happens to it is shown to whoever may read the journey.
        journey = self.sudo()
        if record._name == "service.desk.task":
            return REVOKE if record.sudo().journey_line_id.journey_id == journey else None
        if record._name != "service.desk.access":
            return None
        if self.kind == LEAVER:
            return REVOKE
        decided = {one.entitlement_id: one.verdict for one in journey.access_ids}
        return decided.get(record.sudo().entitlement_id)

    def _is_left(self, row):
        """Whether somebody who goes has a thing still, and no step is left by which it is taken back."""
        is_going = (self.kind == LEAVER and self.state == "running") or self._comes_no_more()
        is_theirs = is_going and row["state"] == "held"
        if not (is_theirs and row["must_return"] and row.get("by_hand")):
            return False
        # sudo: steps that are confidential count as well; none of them is named.
        lines = self.sudo().line_ids
        is_coming = any(line.kind == "take_back" and line.state in _COMING for line in lines)
        return not is_coming and self._goes_with(row.get("goes_with") or row["record"]) != REVOKE

    def _left(self):
        """journey -> names of what its person has and nobody takes back."""
        return {
            journey: [row["name"] for row in rows if journey._is_left(row)]
            for journey, rows in self._holdings().items()
        }

    # -- Leavers -----------------------------------------------------------------------------------

    def _give_back(self):
        """Take back of leavers what needs nobody's hands: journey -> what that was, in words."""
        people = {journey: journey._contacts() for journey in self if journey.kind == LEAVER}
        everybody = self.env["res.partner"].union(*people.values())
        given = everybody._service_desk_give_back(self.env._("The person has left.")) if everybody else []
        return {
            journey: ", ".join(words for partner, words in given if partner in contacts)
            for journey, contacts in people.items()
        }

    def _guard_complete(self, roles):
        """Who has left holds nothing any more: the journey is not closed before that is so."""
        result = super()._guard_complete(roles)
        leavers = self.filtered(lambda journey: journey.kind == LEAVER)
        for journey, rows in leavers._holdings().items():
            held = [journey._holding_name(row) for row in rows if row["must_return"]]
            if held:
                raise UserError(
                    self.env._(
                        "%(person)s still has: %(things)s.", person=journey.person_name, things=", ".join(held[:5])
                    )
                )
        return result

    def _proof_of_holdings(self):
        """What somebody who left is still found to hold when it is signed: nothing, or what they may keep."""
        if self.kind != LEAVER:
            return
        for line in self.line_ids.filtered(lambda line: line.kind == "revoke" and line.note):
            moment = fields.Datetime.to_string(line.date_begun) or ""
            by = self.env._("By Itself")
            yield {"section": "steps", "what": line.name, "date": moment, "who": by, "how": line.note}
        rows = self._holdings()[self]
        now = fields.Datetime.to_string(self._now())
        common = {"section": "holdings", "date": now, "who": self.env.user.name}
        if not rows:
            yield {**common, "what": self.env._("Everything held"), "how": self.env._("Nothing is held any more")}
        for row in rows:
            how = self.env._("Must come back") if row["must_return"] else self.env._("May be kept")
            yield {**common, "what": f"{row['kind_label']}: {self._holding_name(row)}", "how": how}
