from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .collision_case import CollisionCase


@tagged("post_install", "-at_install")
class TestScheduleWords(CollisionCase):
    """Windows, freezes and outages: what people can get wrong, and what follows from them."""

    # -- Windows ---------------------------------------------------------------------------------

    def test_senseless_windows_are_refused(self):
        """A window has days, closes after it opens, and has hours of a clock."""
        for values in (
            {"hour_from": 22, "hour_to": 4},
            {"hour_from": 5, "hour_to": 5},
            {
                f"on_{day}": False
                for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
            },
            {"date_first": date(2027, 2, 1), "date_last": date(2027, 1, 1)},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.make_window(**{"start": 20, "end": 24, **values})

    @mute_logger("odoo.sql_db")
    def test_impossible_numbers_are_refused(self):
        for values in ({"hour_from": -1}, {"hour_to": 25}, {"days_later": 7}, {"month_day": 0}, {"month_day": 32}):
            with self.subTest(values=values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.make_window(**values)

    def test_window_over_midnight_says_so(self):
        """A window that closes on the next day is written with the day it closes on."""
        window = self.make_window(22, 4, days_later=1)
        periods = window._periods(self.moment(2027, 1, 4), self.moment(2027, 1, 5, 12))
        self.assertIn((self.moment(2027, 1, 4, 22), self.moment(2027, 1, 5, 4)), periods)
        self.assertIn("22:00 – 4:00 (+1)", window.when)

    def test_window_on_no_day_yet_says_nothing(self):
        """While somebody writes it, half a sentence helps nobody."""
        values = {"recurrence": "weekly", "hour_from": 20, "hour_to": 24}
        window = self.env["service.desk.maintenance.window"].new(values)
        self.assertFalse(window.when)
        window.on_monday = True
        self.assertTrue(window.when)

    def test_last_sunday_of_the_month(self):
        window = self.make_window(
            1, 2, recurrence="monthly_weekday", month_nth="5", month_weekday="6", tz="Europe/Brussels"
        )
        periods = window._periods(self.moment(2027, 1, 1), self.moment(2027, 3, 1))
        self.assertEqual([start.date() for start, _end in periods], [date(2027, 1, 31), date(2027, 2, 28)])

    def test_day_31_is_the_last_day_of_a_short_month(self):
        window = self.make_window(1, 2, recurrence="monthly_day", month_day=31)
        periods = window._periods(self.moment(2027, 2, 1), self.moment(2027, 3, 30))
        self.assertEqual([start.date() for start, _end in periods], [date(2027, 2, 28)])

    def test_window_opens_once(self):
        """One period in the window's zone, an hour longer in the night in which the clock is put back."""
        window = self.make_window(
            22, 4, recurrence="once", date_first=date(2027, 10, 30), days_later=1, tz="Europe/Brussels"
        )
        periods = window._periods(self.moment(2027, 1, 1), self.moment(2028, 12, 31))
        self.assertEqual(periods, [(self.moment(2027, 10, 30, 20), self.moment(2027, 10, 31, 3))])
        self.assertIn("10/30/2027, 22:00 – 4:00 (+1) (Europe/Brussels)", window.when)

    def test_window_that_opens_once_says_when(self):
        for day in (False, date(1, 1, 1), date(9999, 12, 31)):
            with self.subTest(day=day), self.assertRaises(ValidationError):
                self.make_window(recurrence="once", date_first=day)

    # -- Freezes ---------------------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_freeze_has_an_end_and_a_reason(self):
        """The database itself keeps no freeze without an end, before its beginning, or without a reason."""
        for values in ({"date_to": self.evening - timedelta(days=9)}, {"date_to": False}, {"reason": False}):
            with self.subTest(values=values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.make_freeze(**values)

    def test_senseless_freezes_are_refused(self):
        """A freeze has an end in sight, stops something, and is written in characters."""
        nothing = {"stops_standard": False, "stops_normal": False, "stops_emergency": False}
        for values in ({"date_to": self.evening + timedelta(days=800)}, nothing, {"name": "x\0"}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.make_freeze(**values)

    # -- Outages ---------------------------------------------------------------------------------

    def test_outage_lies_within_its_change(self):
        change = self.make_standard()
        for values in (
            {"date_from": self.evening - timedelta(hours=1)},
            {"date_to": self.evening + timedelta(hours=3)},
            {"service_ids": [(5,)]},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.make_outage(change, self.service, **values)

    @mute_logger("odoo.sql_db")
    def test_outage_ends_after_it_begins(self):
        change = self.make_standard()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_outage(change, self.service, date_to=self.evening, date_from=self.evening)

    def test_outage_moves_with_its_change(self):
        """A change that is moved as it is takes its outages along, and what was announced."""
        change = self.make_standard(0, 4)
        outage = self.make_outage(change, self.service, date_from=self.evening + timedelta(hours=1))
        change.write(self.times(24, 4))
        self.assertEqual(outage.date_from, self.evening + timedelta(hours=25))
        self.assertEqual(outage.date_to, self.evening + timedelta(hours=28))

    def test_change_is_not_shortened_below_its_outage(self):
        """Neither to less than the outage takes, nor so that it would lie behind the end."""
        change = self.make_standard(0, 4)
        self.make_outage(change, self.service, date_from=self.evening + timedelta(hours=2))
        for hours in (1, 2, 3):
            with self.subTest(hours=hours), self.assertRaisesRegex(UserError, "outage"):
                change.date_planned_end = self.evening + timedelta(hours=hours)
        with self.assertRaisesRegex(UserError, "outage"):
            change.write({"date_planned_start": False, "date_planned_end": False})

    def test_outage_stays_where_a_change_begins_later(self):
        """What still lies within the planned time is not moved out of it."""
        change = self.make_standard(0, 4)
        outage = self.make_outage(change, self.service, date_from=self.evening + timedelta(hours=3))
        change.date_planned_start = self.evening + timedelta(hours=2)
        self.assertEqual(outage.date_from, self.evening + timedelta(hours=3))
        change.write(self.times(24, 2))
        self.assertEqual(outage.date_from, self.evening + timedelta(hours=25))

    def test_outage_written_with_its_change_is_not_moved_again(self):
        """Whoever corrects both in one form has said when."""
        change = self.make_standard(0, 4)
        outage = self.make_outage(change, self.service)
        start = self.evening + timedelta(hours=25)
        times = {"date_from": start, "date_to": start + timedelta(hours=1)}
        change.write({**self.times(24, 4), "outage_ids": [(1, outage.id, times)]})
        self.assertEqual(outage.date_from, start)

    # -- Who plans outages -----------------------------------------------------------------------

    def test_outage_does_not_bring_a_scheduled_change_into_the_way(self):
        """A change that is scheduled may not switch off what another works on; nor may it later."""
        self.make_firm(service_id=self.service_two.id)
        change = self.make_firm()
        with self.assertRaisesRegex(UserError, "collides"), self.env.cr.savepoint():
            self.make_outage(change, self.service_two)
        outage = self.make_outage(change, self.service)
        with self.assertRaisesRegex(UserError, "collides"), self.env.cr.savepoint():
            outage.service_ids |= self.service_two

    def test_outages_are_part_of_what_is_decided(self):
        """Approvers read them, and neither while they decide nor afterwards does an agent alter them."""
        change = self.make_normal()
        outage = self.make_outage(change, self.service)
        change.action_ask_approval()
        self.assertIn("Web Shop: Not available", str(self.steps(change).content))
        for _round in ("pending", "approved"):
            for call in (
                lambda: self.make_outage(change, self.service_two),
                lambda: outage.write({"date_from": outage.date_from + timedelta(hours=1)}),
                lambda: outage.write({"service_ids": [(6, 0, self.service_two.ids)]}),
                lambda: outage.unlink(),
                lambda: change.write({"outage_ids": [(5,)]}),
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    call()
            if change.approval_state == "pending":
                self.approve(self.steps(change), self.cm)
        self.assertEqual(change.state, "scheduled")

    def test_change_manager_moves_what_was_agreed_to(self):
        """A scheduled change and its outages are theirs to move; what is out is not."""
        change = self.make_normal()
        outage = self.make_outage(change, self.service)
        change.action_ask_approval()
        self.approve(self.steps(change), self.cm)
        change.with_user(self.cm).write(self.times(24))
        self.assertEqual(outage.date_from, self.evening + timedelta(hours=24))
        outage.with_user(self.cm).date_from += timedelta(minutes=30)
        with self.assertRaises(UserError):
            outage.with_user(self.cm).kind = "degraded"

    def test_outages_of_what_is_over_stay(self):
        """Nothing is added to a change that is cancelled or done, and nothing is altered."""
        change = self.make_firm()
        outage = self.make_outage(change, self.service)
        change.write({"state": "cancelled", "resolution": "<p>Not needed.</p>"})
        for call in (
            lambda: self.make_outage(change, self.service_two),
            lambda: outage.write({"date_from": outage.date_from + timedelta(hours=1)}),
            lambda: outage.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "Cancelled"), self.env.cr.savepoint():
                call()

    def test_outages_of_an_emergency_are_planned_while_it_goes_on(self):
        """It is written down while others decide about it."""
        now = self.env["service.desk.change"]._now()
        times = {"date_planned_start": now, "date_planned_end": now + timedelta(hours=2)}
        change = self.make_change(change_type="emergency", **times)
        change.action_implement()
        self.assertEqual(change.approval_state, "pending")
        outage = self.make_outage(change, self.service)
        outage.kind = "degraded"
        self.assertTrue(change.can_plan_outages)

    def test_outage_is_not_pushed_onto_another_change(self):
        """Nor is it moved to a change that is decided about."""
        outage = self.make_outage(self.make_standard(), self.service)
        asked = self.make_normal()
        asked.action_ask_approval()
        with self.assertRaises(UserError):
            outage.change_id = asked

    # -- Announcements ---------------------------------------------------------------------------

    def test_announcement_names_services_and_times_alone(self):
        """People read what they will miss, never the subject of the change."""
        change = self.make_firm(name="Secret migration")
        outage = self.make_outage(change, self.service, note="Orders can be placed again at ten.")
        outage.with_user(self.cm).action_announce()
        told = outage.announcement_id
        self.assertEqual((told.date_from, told.date_to, told.kind), (outage.date_from, outage.date_to, "maintenance"))
        self.assertIn("Web Shop", told.name)
        self.assertNotIn("Secret", f"{told.name} {told.body}")
        with self.assertRaisesRegex(UserError, "already"):
            outage.with_user(self.cm).action_announce()

    def test_announcement_is_shown_before_it_is_published(self):
        """One click publishes nothing; who announces may word it, and choose who reads it."""
        outage = self.make_outage(self.make_firm(), self.service, note="Orders wait.").with_user(self.cm)
        action = outage.action_open_announce()
        self.assertFalse(outage.announcement_id)
        form = Form(self.env[action["res_model"]].with_user(self.cm).with_context(**action["context"]))
        self.assertEqual((form.name, form.audience), ("Web Shop not available", "all"))
        self.assertIn("Orders wait.", form.body)
        form.name, form.audience = "The shop rests", "internal"
        form.save().action_confirm()
        told = outage.announcement_id
        self.assertEqual((told.name, told.audience, told.kind), ("The shop rests", "internal", "maintenance"))
        self.assertEqual((told.date_from, told.service_ids), (outage.date_from, self.service))
        with self.assertRaisesRegex(UserError, "already"):
            outage.action_open_announce()
        with self.assertRaises(AccessError):
            outage.with_user(self.agent).action_open_announce()

    def test_announcement_follows_the_change(self):
        """What was announced moves, and is over when the change is called off."""
        change = self.make_firm()
        outage = self.make_outage(change, self.service)
        outage.with_user(self.cm).action_announce()
        change.with_user(self.cm).write(self.times(24))
        self.assertEqual(outage.announcement_id.date_from, self.evening + timedelta(hours=24))
        change.write({"state": "cancelled", "resolution": "<p>Not needed.</p>"})
        self.assertEqual(outage.announcement_id.state, "over")

    def test_announcement_that_was_called_off_stays_so(self):
        """What somebody has ended does not come back when the change is moved, and may be announced anew."""
        change = self.make_firm()
        outage = self.make_outage(change, self.service).with_user(self.cm)
        outage.action_announce()
        first = outage.announcement_id
        first.action_end()
        change.with_user(self.cm).write(self.times(24))
        self.assertEqual(first.state, "over")
        self.assertFalse(outage.is_announced)
        outage.action_announce()
        self.assertNotEqual(outage.announcement_id, first)
        self.assertEqual((first.state, outage.announcement_id.state), ("over", "planned"))
        self.assertTrue(outage.is_announced)

    def test_change_that_comes_back_is_announced_again(self):
        """What was called off with a rejected change is told again once it is planned anew."""
        change = self.make_normal()
        outage = self.make_outage(change, self.service).with_user(self.cm)
        outage.action_announce()
        first = outage.announcement_id
        change.with_user(self.cm).write({"state": "rejected", "resolution": "<p>Not now.</p>"})
        self.assertEqual(first.state, "over")
        change.action_assess()
        outage.action_announce()
        self.assertEqual((first.state, outage.announcement_id.state), ("over", "planned"))

    def test_outage_that_is_past_is_not_announced(self):
        change = self.make_firm()
        outage = self.make_outage(change, self.service).with_user(self.cm)
        with freeze_time(self.evening + timedelta(days=1)), self.assertRaisesRegex(UserError, "over"):
            outage.action_announce()

    def test_agents_announce_nothing(self):
        outage = self.make_outage(self.make_firm(), self.service)
        with self.assertRaises(AccessError):
            outage.with_user(self.agent).action_announce()
        with self.assertRaises(AccessError):
            outage.with_user(self.cm).announcement_id = self.env["service.desk.announcement"].search([], limit=1)

    def test_draft_is_not_announced(self):
        outage = self.make_outage(self.make_standard(), self.service)
        with self.assertRaisesRegex(UserError, "does not take place"):
            outage.with_user(self.cm).action_announce()


@tagged("post_install", "-at_install")
class TestTimeline(CollisionCase):
    """Changes over days."""

    def timeline(self, **options):
        options = {"date": (self.evening.date() - timedelta(days=1)).isoformat(), "days": 7, **options}
        return self.env["service.desk.timeline"].with_user(self.agent).get_timeline(options)

    def rows(self, **options):
        return {row["label"]: row for row in self.timeline(**options)["rows"]}

    def test_change_stands_in_the_rows_of_its_services(self):
        change = self.make_firm(service_ids=[(6, 0, self.service_two.ids)])
        rows = self.rows()
        for name in ("Web Shop", "Payment"):
            self.assertEqual([bar["id"] for bar in rows[name]["bars"]], change.ids)

    def test_freeze_and_windows_stand_behind(self):
        """A freeze of all stands in a row of its own and behind all others; a service's own window in its row."""
        self.make_freeze()
        self.make_window(service_ids=[(6, 0, self.service.ids)])
        self.make_firm(30)
        rows = self.rows()
        self.assertEqual([band["kind"] for band in rows["Everything"]["bands"]], ["freeze"])
        kinds = {band["kind"] for band in rows["Web Shop"]["bands"]}
        self.assertEqual(kinds, {"freeze", "window"})

    def test_window_that_opens_once_stands_on_its_day_alone(self):
        """Once in its row, at its time."""
        self.make_window(
            20, 22, recurrence="once", date_first=self.evening.date(), service_ids=[(6, 0, self.service.ids)]
        )
        self.make_firm()
        (band,) = self.rows()["Web Shop"]["bands"]
        self.assertEqual((band["kind"], band["start"]), ("window", fields.Datetime.to_string(self.evening)))

    def test_calendar_shades_days_on_which_nothing_is_changed(self):
        """Days of a freeze of everything, as a wall where the reader is shows them; not of one of a service."""
        self.make_freeze(0, 3)
        self.make_freeze(48, 3, service_ids=[(6, 0, self.service.ids)])
        day = self.evening.date()
        span = [(day + timedelta(days=days)).isoformat() for days in (-1, 4)]
        changes = self.env["service.desk.change"].with_user(self.agent)
        shaded = {}
        for zone in ("UTC", "Asia/Kolkata"):
            found = changes.with_context(tz=zone).get_unusual_days(*(f"{one} 00:00:00" for one in span))
            self.assertEqual(len(found), 6)
            shaded[zone] = [one for one, is_shaded in found.items() if is_shaded]
        self.assertEqual(shaded["UTC"], [day.isoformat()])
        self.assertEqual(shaded["Asia/Kolkata"], [(day + timedelta(days=1)).isoformat()])

    def test_overlapping_bars_stand_in_lanes(self):
        self.env.company.service_desk_on_service = "warn"
        self.make_firm()
        self.make_firm(1)
        row = self.rows()["Web Shop"]
        self.assertEqual([bar["lane"] for bar in row["bars"]], [0, 1])
        self.assertEqual(row["lanes"], 2)

    def test_names_have_room_beside_narrow_bars(self):
        """What begins a day later stands below, so that both names can be read."""
        self.env.company.service_desk_on_service = "warn"
        self.make_firm()
        self.make_firm(24)
        self.assertEqual([bar["lane"] for bar in self.rows()["Web Shop"]["bars"]], [0, 1])

    def test_now_stands_on_the_days_that_hold_it(self):
        """On others there is no line."""
        today = fields.Date.context_today(self.agent).isoformat()
        self.assertTrue(0 <= self.timeline(date=today)["now"] < 1 / 7)
        self.assertIs(self.timeline(date="2020-01-01")["now"], False)

    def announce(self, **values):
        end = self.evening + timedelta(hours=3)
        values = {"name": "Shop is down", "date_from": self.evening, "date_to": end, **values}
        return self.env["service.desk.announcement"].create(values)

    def test_announced_outages_are_shown(self):
        """With their services, else above all; news, and what is over before, are not."""
        ours = self.announce(kind="maintenance", service_ids=[(6, 0, self.service.ids)])
        all_day = self.announce(name="Power is off")
        self.announce(kind="information", name="New logo")
        old = self.evening - timedelta(days=30)
        self.announce(name="Long ago", date_shown=old, date_from=old, date_to=old + timedelta(hours=1))
        rows = self.rows()
        self.assertEqual([(bar["kind"], bar["id"]) for bar in rows["Web Shop"]["bars"]], [("announcement", ours.id)])
        names = [bar["label"] for bar in rows["Everything"]["bars"]]
        self.assertIn(all_day.name, names)
        self.assertFalse({"New logo", "Long ago"} & set(names))

    def test_outage_of_a_change_is_shown_once(self):
        """Announced or not, it stands below its change."""
        outage = self.make_outage(self.make_firm(), self.service)
        outage.with_user(self.cm).action_announce()
        kinds = [bar["kind"] for bar in self.rows()["Web Shop"]["bars"]]
        self.assertEqual(sorted(kinds), ["change", "outage"])

    def test_teams_are_rows_too(self):
        change = self.make_firm(team_id=self.team_one.id)
        self.assertIn(change.id, [bar["id"] for bar in self.rows(group="team")[self.team_one.name]["bars"]])

    def test_drafts_are_not_shown(self):
        self.make_standard()
        self.assertFalse(self.timeline()["count"])

    def test_senseless_options_are_answered_or_refused(self):
        """Nothing that is sent breaks it."""
        timeline = self.env["service.desk.timeline"].with_user(self.agent)
        for options in (None, [], "x", {"days": 10**9}, {"days": "7"}, {"group": "user_id"}, {"date": ""}):
            with self.subTest(options=options):
                self.assertIn(timeline.get_timeline(options)["options"]["days"], (7, 14, 31))
        for wrong in ("yesterday", "9999-12-31", 5, "0001-01-01"):
            with self.subTest(date=wrong), self.assertRaises(UserError):
                timeline.get_timeline({"date": wrong})

    def test_many_changes_cost_as_many_queries_as_few(self):
        def measure(count):
            for number in range(count):
                self.make_outage(self.make_firm(number, 1), self.service_two)
            timeline = self.env["service.desk.timeline"].with_user(self.agent)
            options = {"date": self.evening.date().isoformat(), "days": 14}
            return self.queries(lambda: timeline.get_timeline(options))

        self.env.company.service_desk_on_service = "warn"
        self.env.company.service_desk_on_outage = "warn"
        self.assert_same_queries(measure, 2, 10)
