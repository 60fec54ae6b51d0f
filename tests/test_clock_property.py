"""Whatever people do to a ticket, in any order: its clocks against a count of minutes.

The count knows nothing of stretches, pauses and heirs. In each minute it asks whether the ticket was
the desk's, a team's or a supplier's turn, and whether the calendar of that minute was open. The same
stories are told in each run, so that a failure can be seen again.
"""

from bisect import bisect_left
from collections import namedtuple
from datetime import date, timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady, uncommitted, undone

from odoo.exceptions import UserError

from odoo.addons.service_desk_sla.clock_rules import LIVE
from odoo.addons.service_desk_sla.models.service_desk_sla_summary_mixin import SUMMARY_FIELDS
from odoo.addons.service_desk_sla.moments import to_datetime, to_epoch
from odoo.addons.service_desk_sla.tests.brute_force import DAY_MINUTES, MINUTE, BruteForce, instant
from odoo.addons.service_desk_sla.tests.calendar_case import NIGHTS, OFFICE, make_calendar

briefly = settings(steady, max_examples=100)

ZONE = "Europe/Brussels"
FIRST, DAYS = date(2026, 3, 24), 200
#: The Thursday before clocks are put forward, nine o'clock.
START = instant(ZONE, date(2026, 3, 26), 9 * 60)
CLOSED_DAYS = [date(2026, 3, 26) + timedelta(days=days) for days in (0, 1, 4, 5, 9, 20)]

#: Minutes promised by priority, generally and for one service.
GENERAL = {"1": 240, "2": 480, "3": 960, "4": 960, "5": 960}
SPECIAL = dict.fromkeys(GENERAL, 700)

events = st.one_of(
    st.tuples(st.just("pass"), st.sampled_from([0, 1, 7, 30, 60, 61, 240, 480, 1440, 4320])),
    st.tuples(st.just("pass"), st.integers(1, 3000)),
    st.tuples(st.sampled_from(["take", "resume", "resolve", "reopen", "reopen", "close", "say", "note"])),
    st.tuples(st.just("hold"), st.sampled_from(["requester", "supplier", "watching"])),
    st.tuples(st.just("priority"), st.sampled_from([("1", "1"), ("2", "2"), ("3", "3")])),
    st.tuples(st.sampled_from(["team", "service", "supplier"]), st.integers(0, 1)),
    st.tuples(st.just("agree"), st.integers(1, 6000)),
    st.tuples(st.sampled_from(["disagree", "merge", "cancel", "number"])),
    st.tuples(st.just("holiday"), st.sampled_from([0, 1]), st.sampled_from(CLOSED_DAYS)),
    st.tuples(st.just("hours"), st.sampled_from([10, 15, 20])),
)
lengths = st.sampled_from([1, 30, 60, 240, 1000, 4000])
waits = st.sampled_from(["requester", "supplier", "watching"])
#: Some things happen together more often than by chance.
chunks = st.one_of(
    events.map(lambda event: [event]),
    st.tuples(lengths, lengths).map(
        lambda two: [("take",), ("pass", two[0]), ("resolve",), ("pass", two[1]), ("reopen",), ("pass", 60)]
    ),
    st.tuples(waits, lengths, events).map(
        lambda one: [("hold", one[0]), ("pass", one[1]), one[2], ("resume",), ("pass", 30)]
    ),
    st.sampled_from([-1, 0, 0, 1]).map(lambda minutes: [("until_due", minutes)]),
    st.just([("say",), ("pass", 90)]),
)
stories = st.lists(chunks, max_size=5).map(lambda lists: [event for chunk in lists for event in chunk])
manners = st.tuples(st.sampled_from(["continue", "exclude", "restart"]), st.sampled_from(["team", "own"]))

Line = namedtuple("Line", "kind metric party")


@pytest.fixture(scope="module")
def desk():
    """Two teams with hours of their own, two suppliers, policies; in a transaction never committed."""
    with uncommitted(mail_notrack=True, no_reset_password=True) as env:
        for model in map(env.__getitem__, env):
            if getattr(model, "_decides_about_tickets", False):
                model.search([]).active = False
        office = make_calendar(env, ZONE, OFFICE, name="property: office")
        nights = make_calendar(env, ZONE, NIGHTS, name="property: nights")
        teams = env["service.desk.team"].create([
            {"name": "property: one", "company_id": env.company.id, "resource_calendar_id": office.id},
            {"name": "property: two", "company_id": env.company.id, "resource_calendar_id": nights.id},
        ])
        agent = env["res.users"].create({
            "name": "agent",
            "login": "clock_property",
            "group_ids": [(6, 0, env.ref("service_desk.group_agent").ids)],
        })
        reasons = {
            "requester": env.ref("service_desk.pending_reason_requester"),
            "supplier": env.ref("service_desk.pending_reason_supplier"),
            "watching": env["service.desk.pending.reason"].create(
                {"name": "property", "waits_for": "other", "pauses_clocks": False}
            ),
        }
        yield SimpleNamespace(
            env=env,
            office=office,
            nights=nights,
            teams=teams,
            agent=agent,
            reasons=reasons,
            suppliers=env["res.partner"].create([{"name": f"property: {one}", "is_company": True} for one in "ab"]),
            services=env["service.desk.service"].create([{"name": "property: a"}, {"name": "property: b"}]),
        )


def make_policies(desk, reopen, hours):
    """General hours are the team's or those of the office; the service is served at night."""
    own = {"calendar_source": "own", "resource_calendar_id": desk.office.id, "reopen": reopen}
    policies = desk.env["service.desk.sla.policy"]
    inner = {"metric": "resolution", "minutes": 300}

    def made(**values):
        company = desk.env.company.id
        return policies.create({"name": "property", "company_id": company, "date_from": False, **values})

    general = [{"metric": "resolution", "minutes": length, "priority": one} for one, length in GENERAL.items()]
    general += [{"metric": "response", "minutes": 60}, {"metric": "update", "minutes": 120}]
    return SimpleNamespace(
        general=made(
            **{**own, "calendar_source": hours},
            target_ids=[(0, 0, line) for line in general],
        ),
        special=made(
            **{**own, "resource_calendar_id": desk.nights.id},
            service_ids=desk.services[1].ids,
            target_ids=[(0, 0, {"metric": "resolution", "minutes": 700})],
        ),
        part=made(kind="ola", calendar_source="always", target_ids=[(0, 0, inner)]),
        theirs=made(
            kind="uc",
            calendar_source="always",
            target_ids=[(0, 0, inner), (0, 0, {"metric": "response", "minutes": 30})],
        ),
    )


class Hours:
    """The open minutes of the calendars, counted anew when somebody changes one."""

    known = {}

    def __init__(self, desk):
        self.lines = {
            desk.office.id: tuple((day, start * 60, end * 60) for day, start, end in OFFICE),
            desk.nights.id: tuple((day, start * 60, end * 60) for day, start, end in NIGHTS),
        }
        self.holidays = {desk.office.id: (), desk.nights.id: ()}

    def opened(self, calendar):
        """All open minutes of a calendar, in order."""
        key = self.lines[calendar], self.holidays[calendar]
        if key not in self.known:
            self.known[key] = BruteForce(ZONE, *key, FIRST, DAYS).minutes
        return self.known[key]

    def count(self, start, end, calendar):
        """How many minutes of a stretch are open."""
        if not calendar:
            return (end - start) // MINUTE
        minutes = self.opened(calendar)
        return bisect_left(minutes, end) - bisect_left(minutes, start)

    def reach(self, start, count, calendar):
        """The end of the last one of so many open minutes."""
        if not calendar or not count:
            return start + count * MINUTE
        minutes = self.opened(calendar)
        return minutes[bisect_left(minutes, start) + count - 1] + MINUTE


class Count:
    """When one promise ran: (instant, instant, calendar of that time), at whole minutes."""

    def __init__(self):
        self.ran = []

    def elapsed(self, hours):
        return sum(hours.count(*stretch) for stretch in self.ran)

    def due(self, hours, promised, goes_on):
        """The first instant at which so many minutes were counted and it ran on.

        :param goes_on: (instant, calendar) from which it runs on, or None
        """
        left = promised
        for start, end, calendar in self.ran:
            reached = hours.reach(start, left, calendar)
            if reached < end:
                return reached
            left -= hours.count(start, end, calendar)
        return hours.reach(goes_on[0], left, goes_on[1]) if goes_on else None


class Story:
    """One ticket, what people do to it, and the counts of what was promised about it."""

    def __init__(self, desk, reopen, hours):
        self.desk, self.env, self.reopen = desk, desk.env, reopen
        self.policies = make_policies(desk, reopen, hours)
        self.hours = Hours(desk)
        self.now = START
        self.tell_time()
        vals = {"name": "Property", "team_id": desk.teams[0].id, "service_id": desk.services[0].id}
        incidents = self.env["service.desk.incident"].with_user(desk.agent)
        self.ticket = incidents.create(vals)
        self.other = incidents.create({**vals, "name": "Another one"})
        self.counts = {}
        self.solved = []
        self.frozen = {}
        self.promised = self.calendar = None
        self.learn(None)

    def tell_time(self):
        self.env.cr._now = to_datetime(self.now)

    # -- What people do ----------------------------------------------------------------------

    def do(self, event):
        """Let it happen; what is refused leaves no trace."""
        verb, *given_ = event
        if verb == "pass":
            self.let_pass(*given_)
            return
        if verb == "until_due":
            self.until_due(*given_)
            return
        before = self.stage
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_{verb}")(*given_)
                self.env.flush_all()
        except UserError:
            self.env.invalidate_all()
            return
        self.env.invalidate_all()
        self.learn(before)

    def let_pass(self, minutes):
        """Time goes by; what runs meanwhile runs for all of it."""
        until = self.now + minutes * MINUTE
        for line, calendar in self.turns():
            self.counts.setdefault(line, Count()).ran.append((self.now, until, calendar))
        if self.stage == "done":
            self.solved.append((self.now, until))
        self.now = until
        self.tell_time()

    def until_due(self, more):
        """Time goes by until the next promise is due, and so many minutes more."""
        due = to_epoch(self.ticket.date_due)
        minutes = (due - self.now) // MINUTE + more if due else 0
        if 0 < minutes < 9000:
            self.let_pass(minutes)

    def _take(self):
        self.ticket.action_take()

    def _resume(self):
        self.ticket.action_resume()

    def _hold(self, reason):
        reason = self.desk.reasons[reason].id
        state = {} if self.ticket.state == "pending" else {"state": "pending"}
        self.ticket.write({**state, "pending_reason_id": reason})

    def _resolve(self):
        code = self.env.ref("service_desk.resolution_code_solved")
        self.ticket.write({"state": "resolved", "resolution": "<p>Done</p>", "resolution_code_id": code.id})

    def _reopen(self):
        self.ticket.write({"state": "in_progress"})

    def _close(self):
        self.ticket.write({"state": "closed"})

    def _cancel(self):
        self.ticket.write({"state": "cancelled", "resolution": "<p>No</p>"})

    def _merge(self):
        self.ticket.action_merge(self.other.id)

    def _priority(self, both):
        impact, urgency = both
        self.ticket.write({"impact": impact, "urgency": urgency})

    def _team(self, place):
        self.ticket.write({"team_id": self.desk.teams[place].id, "handoff_note": "Yours"})

    def _service(self, place):
        self.ticket.service_id = self.desk.services[place]

    def _supplier(self, place):
        self.ticket.supplier_id = self.desk.suppliers[place]

    def _number(self):
        self.ticket.supplier_ref = "T 1"

    def _agree(self, minutes):
        moment = to_datetime(self.now + minutes * MINUTE)
        self.ticket.write({"date_agreed": moment, "date_agreed_reason": "So"})

    def _disagree(self):
        self.ticket.write({"date_agreed": False, "date_agreed_reason": "Not so"})

    def _say(self):
        self.ticket.message_post(body="Soon", message_type="comment", subtype_xmlid="mail.mt_comment")

    def _note(self):
        self.ticket.message_post(body="Hm", message_type="comment", subtype_xmlid="mail.mt_note")

    def _holiday(self, place, day):
        calendar = (self.desk.office, self.desk.nights)[place]
        start, end = instant(ZONE, day), instant(ZONE, day, DAY_MINUTES)
        self.env["resource.calendar.leaves"].create({
            "name": "Closed",
            "calendar_id": calendar.id,
            "date_from": to_datetime(start),
            "date_to": to_datetime(end),
        })
        self.hours.holidays[calendar.id] += ((start, end),)
        self.run_job("_cron_recompute")

    def _hours(self, until):
        """The office closes at another hour, and always did."""
        office = self.desk.office
        office.attendance_ids.hour_to = until
        self.hours.lines[office.id] = tuple((day, start * 60, until * 60) for day, start, _end in OFFICE)
        self.run_job("_cron_recompute")

    def run_job(self, name="_cron_due"):
        rounds = []

        def commit(cron, *_args, **_kwargs):
            cron.env.flush_all()
            rounds.append(name)
            assert len(rounds) < 20, "the job finds the same again and again"
            return 1

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
            getattr(self.env["service.desk.sla.clock"].sudo(), name)()
        self.env.invalidate_all()

    # -- What the count knows ----------------------------------------------------------------

    @property
    def stage(self):
        if self.ticket.state == "cancelled":
            return "dropped"
        return "open" if self.ticket.phase in ("new", "active", "pending") else "done"

    @property
    def supplier(self):
        is_away = self.ticket.state == "pending" and self.ticket.pending_reason_id.waits_for == "supplier"
        return self.ticket.supplier_id.id if is_away else 0

    def turns(self):
        """(line, calendar) of the promises that run now."""
        if self.stage != "open":
            return
        waits = self.ticket.state == "pending" and self.ticket.pending_reason_id.pauses_clocks
        if not waits:
            yield Line("sla", "resolution", 0), self.calendar
            yield Line("ola", "resolution", self.ticket.team_id.id), 0
        if self.supplier:
            yield Line("uc", "resolution", self.supplier), 0

    def learn(self, before):
        """See what the ticket is promised after something happened to it."""
        if self.stage != "open":
            return
        line = Line("sla", "resolution", 0)
        count = self.counts.setdefault(line, Count())
        if before == "done":
            if self.reopen == "restart":
                count.ran = []
            elif self.reopen == "continue":
                count.ran += [(start, end, self.calendar) for start, end in self.solved]
        self.solved = []
        is_special = self.ticket.service_id == self.desk.services[1]
        self.promised = (SPECIAL if is_special else GENERAL)[self.ticket.priority]
        waits = self.ticket.state == "pending" and self.ticket.pending_reason_id.pauses_clocks
        if not waits:
            self.calendar = self.calendar_now(is_special)

    def calendar_now(self, is_special):
        if is_special:
            return self.desk.nights.id
        if self.policies.general.calendar_source == "team":
            return self.ticket.team_id.resource_calendar_id.id
        return self.desk.office.id

    # -- What holds at any time ----------------------------------------------------------------

    def check(self):
        self.run_job()
        clocks = self.ticket.sudo().clock_ids
        lines = [Line(clock.kind, clock.metric, clock.party) for clock in clocks if clock.state in LIVE]
        assert len(lines) == len(set(lines)), lines
        assert (self.stage == "open") or not lines
        found = self.env["service.desk.sla.clock"]._load_rules("incident_id", self.ticket.ids)[self.ticket.id]
        self.schedules = self.env["service.desk.sla.clock"]._schedules(found)
        for clock in found:
            self.check_clock(clock, clocks.browse(clock.id))
        self.check_summary(clocks)
        self.check_again()

    def check_clock(self, clock, row):
        if clock.state in LIVE:
            self.frozen.pop(clock.id, None)
        elif clock.id in self.frozen:
            assert self.frozen[clock.id] == self.told(row)
        line = Line(*clock.line)
        is_latest = clock.state != "cancelled" and not any(
            other.cycle > row.cycle and other.state != "cancelled"
            for other in row.incident_id.clock_ids.filtered(lambda one: (one.kind, one.metric, one.party) == line)
        )
        if clock.metric == "resolution" and is_latest and clock.id not in self.frozen:
            self.check_count(clock, row, self.counts.setdefault(line, Count()))
        if clock.state not in LIVE:
            self.frozen[clock.id] = self.told(row)

    @staticmethod
    def told(row):
        """What is on record of a promise that is over."""
        return row.elapsed, row.is_breached, row.date_breached, row.overrun, row.date_due, row.date_end

    def check_count(self, clock, row, count):
        elapsed = count.elapsed(self.hours)
        assert clock.elapsed(self.schedules, self.now) == elapsed * MINUTE, (clock, self.now)
        is_running = clock.state == "running"
        assert is_running == any(line == clock.line for line, _calendar in self.turns())
        promised = self.promised if clock.kind == "sla" else 300
        if self.stage == "open":
            assert clock.seconds == promised * MINUTE
        goes_on = (self.now, clock.calendar) if is_running else None
        until = self.now if clock.ended is None else clock.ended
        if clock.agreed is None:
            due = count.due(self.hours, clock.seconds // MINUTE, goes_on)
            is_late = due is not None and due < until
            if is_running:
                assert clock.due(self.schedules) == due
                assert to_epoch(row.date_due) == due
                assert clock.elapsed(self.schedules, due) == clock.seconds
        else:
            is_late = any(max(start, clock.agreed) < end for start, end, _calendar in count.ran)
            if is_running:
                assert to_epoch(row.date_due) == clock.agreed == to_epoch(self.ticket.date_agreed)
        assert row.is_breached == is_late, (clock, self.now)

    def check_summary(self, clocks):
        """The ticket says what its clocks say, and the inner ones say nothing to the requester."""
        counted = clocks.filtered(lambda one: one.kind == "sla" and one.state != "cancelled")
        running = counted.filtered(lambda one: one.state == "running")
        ticket = self.ticket
        assert ticket.is_breached == any(counted.mapped("is_breached"))
        assert ticket.date_risk == min(filter(None, running.mapped("date_risk")), default=False)
        states = set(counted.mapped("state"))
        expected = "running" if running else "paused" if "paused" in states else "ended" if states else False
        assert ticket.promise_state == expected
        if running:
            assert ticket.date_due == min(filter(None, running.mapped("date_due")), default=False)
        elif expected == "paused":
            assert ticket.date_due == ticket.date_agreed

    def check_again(self):
        """Nothing changes when the clocks are told once more where the ticket stands."""
        shown = [self.ticket[name] for name in SUMMARY_FIELDS]
        rows = self.rows()
        self.ticket._sla_follow()
        self.env.flush_all()
        self.env.invalidate_all()
        assert self.rows() == rows
        assert [self.ticket[name] for name in SUMMARY_FIELDS] == shown

    def rows(self):
        self.env.cr.execute(
            "SELECT to_jsonb(c) FROM service_desk_sla_clock c WHERE incident_id = %s ORDER BY id", [self.ticket.id]
        )
        return self.env.cr.fetchall()


@briefly
@given(manners, stories)
def test_clocks_count_every_minute_whatever_people_do(desk, manner, story):
    """Elapsed, due, late or not, and what the ticket shows: after each step, and nothing twice."""
    with undone(desk.env):
        told = Story(desk, *manner)
        told.check()
        for event in story:
            told.do(event)
            told.check()
        desk.env.cr._now = None


def test_story_of_everything_reaches_each_kind_of_clock(desk):
    """What the stories are made of happens, so that they test more than refusals."""
    with undone(desk.env):
        told = Story(desk, "exclude", "team")
        steps = [
            ("take",), ("pass", 60), ("say",), ("hold", "requester"), ("pass", 4320), ("resume",), ("team", 1),
            ("pass", 1440), ("supplier", 0), ("hold", "supplier"), ("pass", 30), ("number",), ("pass", 400),
            ("priority", ("1", "1")), ("resume",), ("service", 1), ("holiday", 1, CLOSED_DAYS[4]), ("hours", 15),
            ("pass", 3000), ("agree", 600), ("resolve",), ("pass", 200), ("reopen",), ("disagree",), ("pass", 61),
        ]
        for event in steps:
            told.do(event)
            told.check()
        clocks = told.ticket.sudo().clock_ids
        assert set(clocks.mapped("kind")) == {"sla", "ola", "uc"}
        assert set(clocks.mapped("metric")) == {"response", "update", "resolution"}
        assert {"running", "met", "cancelled"} == set(clocks.mapped("state"))
        assert any(clocks.mapped("is_breached")) and not all(clocks.mapped("is_breached"))
        told.do(("merge",))
        told.check()
        assert set(told.ticket.sudo().clock_ids.mapped("state")) == {"met", "cancelled"}
        desk.env.cr._now = None
