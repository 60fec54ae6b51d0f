from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk import plan_rules
from odoo.addons.service_desk.days import start_of_day, zone_of
from odoo.addons.service_desk.models.service_desk_access_data import LIVE_STATES
from odoo.addons.service_desk.models.service_desk_access_request_mixin import AccessNotToBeHad

from .. import journey_rules
from ..package_rules import GRANT, REVOKE


class ServiceDeskJourneyLineAccessMixin(models.AbstractModel):
    """Lines that give and take access, as the difference says that the journey has worked out."""

    _name = "service.desk.journey.line.access.mixin"
    _description = "Access by Journey Steps"

    grant_ids = fields.One2many(
        "service.desk.access", "journey_line_id", string="Granted", groups="service_desk.group_agent"
    )
    revoke_ids = fields.One2many(
        "service.desk.access", "revoke_line_id", string="Taken Back", groups="service_desk.group_agent"
    )
    is_login_missing = fields.Boolean(
        string="Waits for the Login", readonly=True, help="Goes on by itself when the person has one."
    )

    def _access_parts(self):
        """What each access that the line gives or takes back is to the journey."""
        if self.is_login_missing:
            yield journey_rules.OPEN
        for access in self.grant_ids:
            # Revoked later on, by another journey for instance, it was granted once.
            is_done = access.date_granted or access.state == "revoked"
            yield journey_rules.DONE if is_done else self._open_part(access)
        for access in self.revoke_ids:
            yield self._open_part(access) if access.state in LIVE_STATES else journey_rules.DONE

    def _open_part(self, access):
        if access.state == "cancelled":
            return journey_rules.CANCELLED
        is_lost = access.state == "refused" or access.problem
        return journey_rules.FAILED if is_lost else journey_rules.OPEN

    def _access_teams(self):
        """The teams of the desk that have to give or take something by hand."""
        if self.kind not in ("access", "revoke"):
            return self.team_id.browse()
        tasks = (self.grant_ids | self.revoke_ids).task_ids
        return tasks.filtered(lambda task: task.state in plan_rules.OPEN_STATES).team_id

    def _begin_access(self):
        """Ask for what the role brings; each system gets to know on the day the line is due.

        What cannot be granted yet, for want of a login for instance, keeps nothing else back: the
        line says so, and asks for what is missing when it is tried again.
        """
        wanted = []
        for line in self:
            entitlements = line.journey_id.access_ids.filtered(lambda row: row.verdict == GRANT).entitlement_id
            waiting = line._waiting_for_login(entitlements)
            line.is_login_missing = bool(waiting)
            line.note = line._login_words(waiting)
            wanted += [(line, one) for one in entitlements - waiting]
        problems = defaultdict(list)
        for line, sentence in self._ask_access(wanted):
            problems[line].append(sentence)
        self._note_problems({line: " ".join(sentences) for line, sentences in problems.items()})

    def _login_words(self, waiting):
        names = ", ".join(waiting.mapped("name"))
        return self.env._("Waits for the login: %s", names) if waiting else False

    def _waiting_for_login(self, entitlements):
        """What needs a login that another line of the journey is still to open."""
        journey = self.journey_id
        coming = journey.line_ids.filtered(
            lambda line: line.kind == "account" and line.state not in journey_rules.ENDED
        )
        if not coming or journey._logins():
            return entitlements.browse()
        return entitlements.filtered(lambda one: one.method == "group")

    def _ask_access(self, wanted):
        """Ask for all of this together, without what can never be granted; one by one where that fails.

        :param list wanted: of lines and entitlements
        :return: list of lines and sentences about what is not to be had
        """
        try:
            with self.env.cr.savepoint():
                self._ask_access_at_once(wanted)
                return []
        except AccessNotToBeHad as error:
            found = [(*pair, error.problems.get((pair[0].journey_id.partner_id.id, pair[1].id))) for pair in wanted]
            refused = [(line, sentence) for line, _entitlement, sentence in found if sentence]
            return refused + self._ask_access([(line, one) for line, one, sentence in found if not sentence])
        except UserError as error:
            if len(wanted) == 1:
                return [(wanted[0][0], error.args[0])]
            return [pair for one in wanted for pair in self._ask_access([one])]

    def _ask_access_at_once(self, wanted):
        by_line = defaultdict(self.env["service.desk.entitlement"].browse)
        for line, entitlement in wanted:
            by_line[line] |= entitlement
        calendars = self.journey_id._working_days()
        wishes = [
            (line.journey_id.partner_id, some, line._access_values(calendars[line.company_id]))
            for line, some in by_line.items()
        ]
        self.env["service.desk.access"]._ask_for_each(wishes)._proceed()

    def _access_values(self, is_working):
        """What access remembers of the line by which it was asked for."""
        return {
            "request_id": False,
            "requested_by_id": self.env.user.partner_id.id,
            "date_start": self._access_start(is_working),
            "reason_given": self.journey_id.number,
            "journey_line_id": self.id,
            "is_from_package": True,
        }

    def _access_start(self, is_working):
        """The beginning of the day for which it is meant, or at once if that has passed."""
        day = self.journey_id._step_day(self.step_id, is_working) if self.step_id else self.date_due
        moment = start_of_day(day, zone_of(self.company_id))
        return moment if moment > self.journey_id._now() else None

    def _begin_revoke(self):
        """Take back what the difference says, looked at once more: time has passed since."""
        self.journey_id._plan_access()
        held = self.journey_id._held_each()
        given = self.journey_id._give_back()
        for line in self:
            journey = line.journey_id
            gone = journey.access_ids.filtered(lambda row: row.verdict == REVOKE).entitlement_id
            accesses = held[journey].filtered(lambda access, gone=gone: access.entitlement_id in gone)
            accesses.write({"revoke_line_id": line.id})
            accesses._revoke_now(journey.number)
            if given.get(journey):
                line.note = self.env._("Taken back: %s", given[journey])[:500]
        self.journey_id._end_others()
