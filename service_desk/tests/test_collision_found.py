from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .collision_case import CollisionCase


@tagged("post_install", "-at_install")
class TestCollisionFound(CollisionCase):
    """What is in the way of a change, and what that does."""

    # -- Kinds -----------------------------------------------------------------------------------

    def test_same_service_at_once_is_told_with_its_name(self):
        """Two changes of one service that overlap tell each other's number and subject."""
        first = self.make_firm()
        second = self.make_standard(1)
        (found,) = second._collisions()
        self.assertEqual((found.kind, found.other_id, found.blocks), ("service", first.id, True))
        self.assertIn(first.display_name, found.words)
        self.assertIn("Web Shop", found.words)

    def test_one_after_the_other_is_no_collision(self):
        """What begins when the other ends is in nobody's way."""
        self.make_firm()
        self.assertFalse(self.make_standard(2)._collisions())

    def test_also_affected_services_count(self):
        """A service that is merely affected is touched, too."""
        self.make_firm(service_ids=[(6, 0, self.service_two.ids)])
        self.assertEqual(self.kinds(self.make_standard(service_id=self.service_two.id)), ["service"])

    def test_drafts_are_told_as_such(self):
        """They are named to who plans at their time, and neither stop nor count; the rest is told before."""
        draft, firm = self.make_standard(), self.make_normal()
        found = self.make_standard()._collisions()
        self.assertEqual([(one.other_id, one.is_draft) for one in found], [(firm.id, False), (draft.id, True)])
        self.assertFalse(any(one.blocks for one in found))
        self.assertIn("It is a draft.", found[1].words)

    def test_secret_drafts_are_not_told(self):
        """What somebody merely thinks of behind a wall is nobody else's business; what takes place is."""
        hidden = self.make_standard()
        stranger = self.employee.partner_id.id
        walls = {"is_confidential": True, "team_id": self.team_walled.id, "requester_id": stranger, "user_id": False}
        hidden.sudo().write(walls)
        mine = self.make_standard()
        self.assertFalse(hidden.with_user(self.agent).has_access("read"))
        self.assertFalse(mine.with_user(self.agent)._collisions())
        hidden.sudo().write({"is_confidential": False, "team_id": mine.team_id.id})
        self.assertTrue(mine.with_user(self.agent)._collisions())

    def test_drafts_are_no_collision(self):
        """The form says that others think of the same time; nothing is there to be accepted."""
        self.make_standard()
        change = self.make_standard()
        self.assertEqual((change.collision_state, change.has_draft_collisions), ("clear", True))
        self.assertIn("It is a draft.", change.collision_html)
        wizard = self.env["service.desk.collision.wizard"].with_user(self.cm)
        wizard = wizard.with_context(**change.action_open_acceptance()["context"]).create({"reason": "So be it."})
        self.assertFalse(wizard.line_ids)

    def test_cancelled_are_in_nobodys_way(self):
        """Others keep away from nothing that will not happen."""
        gone = self.make_firm()
        gone.write({"state": "cancelled", "resolution": "<p>Not needed.</p>"})
        self.assertFalse(self.make_standard()._collisions())

    def test_not_agreed_to_yet_only_warns(self):
        """A change in assessment is told and stops nobody."""
        self.make_normal()
        second = self.make_standard()
        (found,) = second._collisions()
        self.assertFalse(found.blocks)
        self.assertIn("not agreed to yet", found.words)
        second.action_schedule()
        self.assertEqual(second.state, "scheduled")

    def test_related_services_are_told(self):
        """Work on what a service relies on, however far, is told as related; it warns."""
        base = self.env["service.desk.service"].create({"name": "Storage"})
        self.service_two.depends_on_ids = base
        self.service.depends_on_ids = self.service_two
        self.make_firm(service_id=base.id)
        change = self.make_standard()
        (found,) = change._collisions()
        self.assertEqual((found.kind, found.blocks), ("related", False))
        way = f": {self.service.name} relies on Storage through {self.service_two.name}."
        self.assertTrue(found.words.endswith(way), found.words)

    def test_services_on_the_same_base_tell_it(self):
        """Neither relies on the other, and both on the same: nothing is in the way, as each is elsewhere."""
        base = self.env["service.desk.service"].create({"name": "Storage"})
        (self.service | self.service_two).depends_on_ids = base
        self.make_firm(service_id=self.service_two.id)
        self.assertFalse(self.make_standard()._collisions())

    def test_circle_of_services_ends(self):
        """Services that rely on each other in a circle are related, and nothing hangs."""
        self.service.depends_on_ids = self.service_two
        self.service_two.depends_on_ids = self.service
        self.make_firm(service_id=self.service_two.id)
        self.assertEqual(self.kinds(self.make_standard()), ["related"])

    def test_same_people_are_told(self):
        """Whoever does another change then, or has a task of it, cannot do both."""
        self.make_firm(service_id=self.service_two.id, user_id=self.agent.id)
        change = self.make_standard(user_id=self.agent.id)
        self.assertEqual(self.kinds(change), ["people"])
        self.assertIn(self.agent.name, change._collisions()[0].words)

    def test_people_with_tasks_are_busy(self):
        """An open task of a change makes somebody busy at its time."""
        other = self.make_firm(service_id=self.service_two.id)
        self.env["service.desk.task"].create(
            {"name": "Pull cables", "change_id": other.id, "user_id": self.agent_two.id}
        )
        self.assertEqual(self.kinds(self.make_standard(user_id=self.agent_two.id)), ["people"])

    def test_freeze_of_all_services_stops_a_change(self):
        """A freeze that names no service is for all of them, with its reason in the sentence."""
        self.make_freeze()
        change = self.make_standard()
        self.assertEqual(self.kinds(change), ["freeze"])
        with self.assertRaisesRegex(UserError, "Nobody is there"):
            change.action_schedule()
        self.assertEqual(change.state, "draft")

    def test_freeze_of_another_service_or_type_stops_nobody(self):
        self.make_freeze(service_ids=[(6, 0, self.service_two.ids)])
        self.make_freeze(stops_standard=False)
        self.assertFalse(self.make_standard()._collisions())

    def test_freeze_of_another_company_stops_nobody(self):
        company, _agent = self.make_company()
        self.env["service.desk.freeze"].create(
            {
                "name": "Theirs",
                "reason": "Theirs",
                "company_id": company.id,
                "date_from": self.evening,
                "date_to": self.evening + timedelta(days=1),
            }
        )
        self.assertFalse(self.make_standard()._collisions())

    def test_outside_of_the_windows_is_told(self):
        """Work at another time than a service's windows warns; inside, nothing is said."""
        self.make_window(service_ids=[(6, 0, self.service.ids)])
        self.assertFalse(self.make_standard(0, 4)._collisions())
        self.assertEqual(self.kinds(self.make_standard(1, 4)), ["window"])

    def test_window_that_opens_once_counts_until_it_is_over(self):
        """Work keeps to it as long as it is ahead, and to none of it afterwards."""
        self.make_window(
            20, 24, recurrence="once", date_first=self.evening.date(), service_ids=[(6, 0, self.service.ids)]
        )
        self.assertFalse(self.make_standard(1)._collisions())
        self.assertEqual(self.kinds(self.make_standard(-2)), ["window"])
        self.assertEqual(self.kinds(self.make_standard(3)), ["window"])
        self.assertFalse(self.kinds(self.make_standard(4)))

    def test_window_that_opens_once_is_in_its_zone(self):
        """Eight in the evening is at another moment in another zone."""
        self.make_window(
            20,
            24,
            recurrence="once",
            date_first=self.evening.date(),
            service_ids=[(6, 0, self.service.ids)],
            tz="Asia/Kolkata",
        )
        self.assertFalse(self.make_standard(-5)._collisions())
        self.assertEqual(self.kinds(self.make_standard(-3)), ["window"])

    def test_time_after_the_last_window_is_proposed(self):
        """First within the window that opens once, then after it."""
        self.make_window(
            20, 22, recurrence="once", date_first=self.evening.date(), service_ids=[(6, 0, self.service.ids)]
        )
        change = self.make_standard()
        wizard = self.slots(change, date_from=self.evening - timedelta(hours=2), hours=2)
        starts = wizard.slot_ids[:2].mapped("date_start")
        self.assertEqual(starts, [self.evening, self.evening + timedelta(hours=2)])

    def test_windows_of_others_do_not_matter(self):
        """A service without windows keeps to those for all, if there are any."""
        self.make_window(1, 2, service_ids=[(6, 0, self.service_two.ids)])
        change = self.make_standard()
        self.assertFalse(change._collisions())
        self.make_window(3, 4)
        self.assertEqual(self.kinds(change), ["window"])

    def test_outage_by_another_change_stops(self):
        """What another change switches off cannot be worked on."""
        other = self.make_firm(service_id=False)
        self.make_outage(other, self.service_two)
        change = self.make_standard(service_id=self.service_two.id)
        self.assertEqual(set(self.kinds(change)), {"service", "outage"})

    def test_without_dates_nothing_is_in_the_way(self):
        self.make_freeze()
        change = self.make_change()
        self.assertFalse(change._collisions())
        self.assertEqual(change.collision_state, "clear")

    # -- The door --------------------------------------------------------------------------------

    def test_second_of_two_is_not_scheduled(self):
        """Who comes second is told what is in the way, and nothing is half done."""
        self.make_firm()
        second = self.make_standard()
        with self.assertRaisesRegex(UserError, "collides"):
            second.action_schedule()
        self.assertEqual(second.state, "draft")

    def test_scheduled_change_is_not_moved_onto_another(self):
        """Also who is scheduled already looks for a free place."""
        self.make_firm()
        second = self.make_firm(5)
        with self.assertRaisesRegex(UserError, "collides"):
            second.write(self.times(1))

    def at(self, moment):
        """The desk's clock shows this moment."""
        return patch.object(self.env.registry["service.desk.change"], "_now", lambda _self: moment)

    def test_freeze_that_came_later_stops_the_work(self):
        """It is asked again before the work begins."""
        change = self.make_firm()
        self.make_freeze()
        with self.at(self.evening + timedelta(minutes=5)), self.assertRaisesRegex(UserError, "Year end"):
            change.action_implement()

    def test_work_does_not_begin_early_or_late_within_a_freeze(self):
        """What counts is when it is done, not when it was planned to be."""
        now = self.env["service.desk.change"]._now()
        change = self.make_firm()
        self.make_freeze(date_from=now + timedelta(hours=1), date_to=now + timedelta(hours=9))
        with self.assertRaisesRegex(UserError, "Year end"):
            change.action_implement()
        self.make_freeze(hour=3, hours=1, name="Inventory")
        with self.at(self.evening + timedelta(hours=2)), self.assertRaisesRegex(UserError, "Inventory"):
            change.action_implement()

    def test_accepted_collision_lets_the_work_begin_as_planned(self):
        """Who begins within the planned time is not asked for what a change manager has accepted."""
        change = self.make_firm()
        self.make_freeze()
        change.with_user(self.cm).action_accept_collisions("It cannot wait.")
        with self.at(self.evening + timedelta(minutes=5)):
            change.action_implement()
        self.assertEqual(change.state, "implementing")

    def test_scheduled_change_keeps_its_dates(self):
        """Nobody takes a change out of the calendar by emptying its dates."""
        change = self.make_firm()
        for values in (
            {"date_planned_start": False, "date_planned_end": False},
            {"date_planned_end": False},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "calendar"):
                change.with_user(self.cm).write(values)

    def test_approval_is_kept_when_the_place_is_taken(self):
        """A vote is not lost because of a collision: it is approved, and not scheduled."""
        self.make_firm()
        change = self.make_normal()
        change.action_ask_approval()
        self.approve(self.steps(change), self.cm)
        self.assertEqual((change.approval_state, change.state), ("approved", "approval"))

    def test_emergency_stops_for_a_freeze_of_emergencies_alone(self):
        """An emergency is in a hurry; only a freeze that says so stops it."""
        self.make_firm()
        emergency = self.make_change(change_type="emergency", **self.times())
        self.assertEqual([one.blocks for one in emergency._collisions()], [False])
        self.make_freeze(stops_emergency=True)
        with self.at(self.evening + timedelta(minutes=5)), self.assertRaisesRegex(UserError, "Year end"):
            emergency.action_implement()

    def test_unplanned_emergency_is_asked_about_now(self):
        """Without planned dates, what counts is when the work begins."""
        now = self.env["service.desk.change"]._now()
        self.make_freeze(stops_emergency=True, date_from=now - timedelta(hours=1), date_to=now + timedelta(hours=1))
        with self.assertRaisesRegex(UserError, "Year end"):
            self.make_change(change_type="emergency").action_implement()

    def test_company_decides_what_stops(self):
        """The same service may warn only, and people may stop."""
        self.env.company.service_desk_on_service = "warn"
        self.env.company.service_desk_on_people = "block"
        self.make_firm(user_id=self.agent.id)
        self.make_standard().action_schedule()
        with self.assertRaisesRegex(UserError, "busy"):
            self.make_standard(service_id=self.service_two.id, user_id=self.agent.id).action_schedule()

    def test_what_is_ignored_is_not_said(self):
        self.env.company.service_desk_on_service = "ignore"
        self.make_firm()
        self.assertFalse(self.make_standard()._collisions())

    # -- Accepting -------------------------------------------------------------------------------

    def test_change_manager_accepts_with_a_reason(self):
        """An accepted collision stops nobody; who and why stand on record and in the history."""
        self.make_freeze()
        change = self.make_standard()
        change.with_user(self.cm).action_accept_collisions("The board wants it.")
        self.assertEqual(change.waiver_ids.user_id, self.cm)
        self.assertIn("The board wants it.", change.message_ids[0].body)
        self.assertEqual(change.collision_state, "clear")
        change.action_schedule()
        self.assertEqual(change.state, "scheduled")

    def test_acceptance_holds_at_that_time_alone(self):
        """Moved to where it overlaps at other times, it is stopped again."""
        self.make_freeze()
        change = self.make_standard()
        change.with_user(self.cm).action_accept_collisions("Agreed.")
        change.write(self.times(3))
        self.assertEqual(change.collision_state, "block")

    def test_acceptance_of_one_window_leaves_others(self):
        """Whoever accepts work outside the window of one service has not accepted it for another."""
        for service in (self.service, self.service_two):
            self.make_window(1, 2, name=service.name, service_ids=[(6, 0, service.ids)])
        change = self.make_standard().with_user(self.cm)
        change.action_accept_collisions("The shop may rest.")
        self.assertEqual(change.collision_state, "clear")
        change.with_user(self.agent).service_ids = self.service_two
        (left,) = (one for one in change._collisions() if not one.is_accepted)
        self.assertIn("Payment", left.words)

    def test_dialog_accepts_one_window_of_two(self):
        for service in (self.service, self.service_two):
            self.make_window(1, 2, name=service.name, service_ids=[(6, 0, service.ids)])
        change = self.make_standard(service_ids=[(6, 0, self.service_two.ids)]).with_user(self.cm)
        wizard = self.env["service.desk.collision.wizard"].with_user(self.cm)
        wizard = wizard.with_context(**change.action_open_acceptance()["context"]).create({"reason": "So be it."})
        wizard.line_ids.is_chosen = False
        wizard.line_ids.filtered(lambda line: "Payment" in line.words).is_chosen = True
        wizard.action_confirm()
        self.assertEqual([one.is_accepted for one in change._collisions() if "Payment" in one.words], [True])
        self.assertEqual([one.is_accepted for one in change._collisions() if "Web Shop" in one.words], [False])

    def test_dialog_accepts_what_was_read_alone(self):
        """What is in the way now and was not then is looked at again."""
        self.make_freeze()
        change = self.make_standard().with_user(self.cm)
        wizard = self.env["service.desk.collision.wizard"].with_user(self.cm)
        wizard = wizard.with_context(**change.action_open_acceptance()["context"]).create({"reason": "So be it."})
        change.with_user(self.agent).write(self.times(2))
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            wizard.action_confirm()

    def test_acceptance_holds_for_what_both_had(self):
        """A collision on one service that was accepted is none on another one, too."""
        other = self.make_firm(service_ids=[(6, 0, self.service_two.ids)])
        change = self.make_standard()
        change.with_user(self.cm).action_accept_collisions("They talk to each other.")
        self.assertEqual(change.collision_state, "clear")
        change.service_ids = self.service_two
        self.assertEqual([(one.other_id, one.is_accepted) for one in change._collisions()], [(other.id, False)])

    def test_freeze_of_everything_is_accepted_for_what_the_change_worked_on(self):
        """Work on more is asked for again, less is not."""
        self.make_freeze()
        change = self.make_standard(service_ids=[(6, 0, self.service_two.ids)])
        change.with_user(self.cm).action_accept_collisions("Agreed.")
        change.service_ids = False
        self.assertEqual(change.collision_state, "clear")
        change.service_ids = self.env["service.desk.service"].create({"name": "Storage"})
        self.assertEqual(change.collision_state, "block")

    def test_change_without_services_is_accepted_too(self):
        """Also where nothing is shared by name."""
        self.make_freeze()
        self.make_window(1, 2)
        change = self.make_standard(service_id=False)
        self.assertEqual(self.kinds(change), ["freeze", "window"])
        change.with_user(self.cm).action_accept_collisions("Agreed.")
        self.assertEqual(change.collision_state, "clear")
        self.env.invalidate_all()
        self.assertEqual(change.collision_state, "clear")

    def test_windows_of_a_team_are_told_by_its_name(self):
        self.make_window(1, 2, team_ids=[(6, 0, self.team_one.ids)])
        (found,) = self.make_standard(team_id=self.team_one.id)._collisions()
        self.assertIn(self.team_one.name, found.words)

    def test_acceptance_of_one_change_helps_no_other(self):
        self.make_freeze()
        self.make_standard().with_user(self.cm).action_accept_collisions("Agreed.")
        self.assertEqual(self.make_standard(4).collision_state, "block")

    def test_acceptance_without_reason_is_refused(self):
        self.make_freeze()
        change = self.make_standard().with_user(self.cm)
        for reason in ("", "  ", None, 5, "x" * 3000, "\0"):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                change.action_accept_collisions(reason)

    def test_dialog_accepts_what_was_chosen(self):
        """The dialog lists what is in the way; only the chosen ones are accepted."""
        self.make_freeze()
        change = self.make_standard()
        action = change.with_user(self.cm).action_open_acceptance()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.cm)
            .with_context(**action["context"])
            .create({"reason": "Must be."})
        )
        self.assertEqual(wizard.line_ids.mapped("kind"), ["freeze"])
        wizard.action_confirm()
        self.assertEqual(change.collision_state, "clear")

    # -- The form --------------------------------------------------------------------------------

    def test_form_tells_while_dates_are_typed(self):
        """Collisions are there before anything is saved, and go when the dates change."""
        self.make_freeze()
        change = self.make_standard(20)
        with Form(change) as form:
            form.date_planned_start = self.evening
            form.date_planned_end = self.evening + timedelta(hours=1)
            self.assertEqual(form.collision_state, "block")
            self.assertIn("Nobody is there", form.collision_html)
            form.date_planned_start = self.evening + timedelta(days=3)
            form.date_planned_end = self.evening + timedelta(days=3, hours=1)
            self.assertEqual(form.collision_state, "clear")

    def test_new_change_is_told_too(self):
        """Also a form that was never saved."""
        self.make_firm()
        with Form(self.env["service.desk.change"].with_user(self.agent)) as form:
            form.name = "New"
            form.service_id = self.service
            form.date_planned_start = self.evening
            form.date_planned_end = self.evening + timedelta(hours=1)
            self.assertEqual(form.collision_state, "block")

    # -- Free times ------------------------------------------------------------------------------

    def test_first_free_time_is_after_what_is_in_the_way(self):
        """Within windows, not in a freeze, and not with another change of the service."""
        self.make_window(service_ids=[(6, 0, self.service.ids)])
        self.make_freeze(0, 1)
        self.make_firm(2, 1)
        change = self.make_standard(hours=1, hour=50)
        wizard = self.slots(change, date_from=self.evening, hours=1)
        starts = wizard.slot_ids[:2].mapped("date_start")
        self.assertEqual(starts, [self.evening + timedelta(hours=1), self.evening + timedelta(hours=3)])

    def test_much_room_gives_a_time_a_day(self):
        """Without a window one may choose among days, not only the next minutes; never in a freeze."""
        self.make_freeze(47, 2)
        wizard = self.slots(self.make_standard(hour=24 * 50), date_from=self.evening, hours=2)
        hours = [(start - self.evening) / timedelta(hours=1) for start in wizard.slot_ids.mapped("date_start")]
        self.assertEqual(hours, [0, 24, 49, 73, 97])

    def test_free_time_is_taken(self):
        change = self.make_standard()
        wizard = self.slots(change, date_from=self.evening + timedelta(days=2), hours=3)
        wizard.slot_ids[0].action_take()
        self.assertEqual(change.date_planned_start, self.evening + timedelta(days=2))
        self.assertEqual(change.date_planned_end, self.evening + timedelta(days=2, hours=3))

    def test_no_free_time_is_said(self):
        """Where all days are frozen nothing is proposed."""
        self.make_freeze(0, 24 * 30)
        self.assertFalse(self.slots(self.make_standard(), date_from=self.evening, days=20).slot_ids)

    def test_senseless_searches_are_refused(self):
        change = self.make_standard()
        for values in ({"hours": 0}, {"hours": -2}, {"hours": 10**6}, {"days": 0}, {"days": 10**6}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.slots(change, **values)

    def slots(self, change, **values):
        wizard = self.env["service.desk.slot.wizard"].with_user(self.agent).create({"change_id": change.id, **values})
        wizard.action_search()
        return wizard

    # -- Cost ------------------------------------------------------------------------------------

    def test_many_changes_cost_as_many_queries_as_few(self):
        """The calendar asks once for all that it shows."""
        self.make_freeze()
        self.make_window(service_ids=[(6, 0, self.service.ids)])

        def measure(count):
            changes = self.env["service.desk.change"].with_user(self.agent)
            for number in range(count):
                change = self.make_standard(number, user_id=self.agent.id)
                self.make_outage(change, self.service_two)
                changes |= change
            return self.queries(lambda: changes.mapped("collision_state"))

        self.assert_same_queries(measure, 2, 12)
