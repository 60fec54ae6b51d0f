from bisect import bisect_left

from odoo import api, fields, models

from ..clock_rules import MET, RUNNING, UC
from ..moments import to_datetime, to_epoch
from ..promise_states import BROKEN, ENDED, LATE, RISKY, state_of
from ..words import labels

#: A screen asks again after so many seconds at the latest: other people work on the ticket, too.
REFRESH_SECONDS = 60


class ServiceDeskSlaClockCountdownMixin(models.AbstractModel):
    """How clocks are told to a screen that counts down by itself.

    A clock counts working time: it stands still at night, over the weekend and while it is paused.
    So the screen is told what is left now, whether it goes down in this moment, and for how many
    seconds that remains true; then it asks again.
    """

    _name = "service.desk.sla.clock.countdown.mixin"
    _description = "Countdown of Clocks"

    used_now = fields.Integer(
        string="Used", compute="_compute_used_now", help="Working seconds up to now, or until it ended."
    )
    over_now = fields.Integer(
        string="Over", compute="_compute_used_now", help="Working seconds beyond what was promised."
    )

    @api.depends("state", "elapsed", "overrun")
    def _compute_used_now(self):
        """Of clocks that run, as of now: what is stored says how it was when something happened."""
        rules = self._as_rules()
        schedules = self._schedules(rules)
        at = to_epoch(self.env.cr.now())
        for clock, rule in zip(self, rules, strict=True):
            clock.used_now, clock.over_now = clock.elapsed, clock.overrun
            if rule.is_live:
                clock.used_now = rule.elapsed(schedules, at)
                clock.over_now = max(clock.used_now - rule.allowed(schedules), 0)

    def _countdowns(self):
        """What a screen shows of these clocks.

        :return: list of dicts, see :meth:`_countdown`
        """
        rules = self._as_rules()
        schedules = self._schedules(rules)
        at = to_epoch(self.env.cr.now())
        return [
            clock._words() | clock._countdown(rule, schedules, at)
            for clock, rule in zip(self, rules, strict=True)
        ]

    def _countdown(self, rule, schedules, at):
        """What a screen counts with; lengths in (working) seconds, instants as Odoo sends them.

        ``left`` is less than nothing once the promise is broken; ``is_turning`` says whether it
        goes down in this moment, and ``valid`` for how many seconds all this is so.

        :param rule: this row as :class:`~..clock_rules.Clock`
        """
        schedule = schedules[rule.calendar]
        is_running = rule.state == RUNNING
        is_turning = is_running and schedule.is_open(at)
        opens = schedule.next_open(at) if is_running and not is_turning else None
        status = self._status_at(rule, schedules, at)
        return {
            "id": self.id,
            "status": status,
            "status_label": labels(self.env["service.desk.incident"], "sla_state")[status],
            "left": _left(rule, schedules, at),
            "promised": rule.seconds,
            "used": rule.elapsed(schedules, at if rule.ended is None else rule.ended),
            "paused": rule.paused(schedules, at if rule.ended is None else rule.ended),
            "is_live": rule.is_live,
            "is_turning": is_turning,
            "opens": fields.Datetime.to_string(to_datetime(opens)),
            "due": is_running and fields.Datetime.to_string(self.date_due),
            "agreed": rule.is_live and fields.Datetime.to_string(self.date_agreed),
            "valid": self._valid_seconds(is_running and schedule, is_turning, opens, at),
        }

    def _status_at(self, rule, schedules, at):
        """One of ``SLA_STATES``."""
        facts = set()
        if rule.missed(schedules, at) is not None:
            facts |= {BROKEN, LATE}
        if self.date_risk and to_epoch(self.date_risk) <= at:
            facts.add(RISKY)
        return state_of(ENDED if rule.state == MET else rule.state, facts)

    def _valid_seconds(self, schedule, is_turning, opens, at):
        """Until the hours end or begin, or the clock is at risk or late; no longer than a minute.

        :param schedule: by which the clock runs, False when it does not
        """
        if not schedule:
            return REFRESH_SECONDS
        changes = [self.date_risk and to_epoch(self.date_risk), self.date_due and to_epoch(self.date_due) + 1]
        ahead = [change - at for change in changes if change and change > at]
        if is_turning:
            closes = bisect_left(
                range(REFRESH_SECONDS), True, key=lambda after: not schedule.is_open(at + after)
            )
            ahead.append(closes)
        elif opens is not None:
            ahead.append(opens - at)
        return max(1, min([REFRESH_SECONDS, *ahead]))

    def _words(self):
        """What the clock is called, whose promise it is, and why it holds."""
        whose = self.supplier_id if self.kind == UC else self.team_id
        return {
            "metric": labels(self, "metric")[self.metric],
            "kind": self.kind,
            # sudo: the name of the team or supplier whose part the ticket's own clock measures.
            "whose": whose.sudo().display_name or "",
            "policy": self.policy_name or "",
            "version": self.policy_version,
            "reason": self.reason,
            # sudo: the name of the calendar, which agents may not be able to read.
            "hours": self.resource_calendar_id.sudo().display_name or self.env._("Around the clock"),
            "cycle": self.cycle,
        }

    def _told_spans(self):
        """The stretches in which it ran, for people: from, until, by which hours, how long."""
        rule = self._as_rules()[0]
        schedules = self._schedules([rule])
        at = to_epoch(self.env.cr.now())
        # sudo: the names of calendars, as above.
        calendars = self.env["resource.calendar"].sudo()
        return [
            {
                "start": to_datetime(span.start),
                "end": to_datetime(span.end),
                "hours": calendars.browse(span.calendar).display_name or self.env._("Around the clock"),
                "worked": schedules[span.calendar].elapsed(span.start, span.end or at) / 3600,
            }
            for span in rule.spans
        ]


def _left(rule, schedules, at):
    """Working seconds until the promise is broken; less than nothing since it is."""
    if rule.agreed is not None and rule.is_live:
        schedule = schedules[rule.calendar]
        return schedule.elapsed(at, rule.agreed) - schedule.elapsed(rule.agreed, at)
    return rule.seconds - rule.elapsed(schedules, at if rule.ended is None else rule.ended)
