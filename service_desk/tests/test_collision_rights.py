from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .collision_case import CollisionCase


@tagged("post_install", "-at_install")
class TestCollisionRights(CollisionCase):
    """Who is told what, and who may do what."""

    def make_walled(self, **values):
        """A scheduled change of the restricted team."""
        return self.make_firm(user=self.agent_walled, team_id=self.team_walled.id, name="Raid of the cellar", **values)

    def test_hidden_change_is_another_change(self):
        """Behind a wall a change still has its place, and neither number nor subject."""
        hidden = self.make_walled()
        change = self.make_standard()
        (found,) = change._collisions()
        self.assertTrue(found.blocks)
        self.assertIn("Another change", found.words)
        for text in (found.words, str(change.collision_html)):
            self.assertNotIn("cellar", text)
            self.assertNotIn(hidden.number, text)

    def test_refusal_names_nothing_hidden(self):
        hidden = self.make_walled()
        with self.assertRaises(UserError) as refusal:
            self.make_standard().action_schedule()
        self.assertNotIn("cellar", str(refusal.exception))
        self.assertNotIn(hidden.number, str(refusal.exception))

    def test_history_of_an_acceptance_names_nothing_hidden(self):
        """What a change manager of the wall accepts is read by others, too."""
        self.team_walled.member_ids |= self.cm
        hidden = self.make_walled()
        change = self.make_standard()
        change.with_user(self.cm).action_accept_collisions("Agreed.")
        told = " ".join([*change.message_ids.mapped("body"), *change.waiver_ids.mapped("words")])
        self.assertNotIn("cellar", told)
        self.assertNotIn(hidden.number, told)

    def test_automatic_scheduling_names_nobody(self):
        """What the server writes into a history names no other change at all."""
        other = self.make_firm(name="Quiet work")
        change = self.make_normal()
        change.action_ask_approval()
        self.approve(self.steps(change), self.cm)
        told = " ".join(change.message_ids.mapped("body"))
        self.assertIn("another change", told.lower())
        self.assertNotIn(other.number, told)

    def test_change_of_another_company_on_a_shared_service_is_told_without_name(self):
        """A service of all companies is one service; the other company's change stays unnamed."""
        company, stranger = self.make_company()
        shared = self.env["service.desk.service"].create({"name": "Network", "company_id": False})
        model = self.make_model(service_id=False, company_id=False)
        theirs = (
            self.env["service.desk.change"]
            .with_user(stranger)
            .create(
                {
                    "name": "Secret of theirs",
                    "change_type": "standard",
                    "model_id": model.id,
                    "service_id": shared.id,
                    "company_id": company.id,
                    **self.times(),
                }
            )
        )
        theirs.action_schedule()
        (found,) = self.make_standard(service_id=shared.id)._collisions()
        self.assertIn("Another change", found.words)
        self.assertNotIn("Secret", found.words)

    def test_agents_accept_nothing(self):
        """Only change managers do, by whatever route."""
        self.make_freeze()
        change = self.make_standard()
        with self.assertRaises(AccessError):
            change.action_accept_collisions("I want it.")
        with self.assertRaises(AccessError):
            self.env["service.desk.collision.waiver"].with_user(self.agent).create({"change_id": change.id})
        with self.assertRaises(AccessError):
            self.env["service.desk.collision.wizard"].with_user(self.agent).create(
                {"change_id": change.id, "reason": "x"}
            )

    def test_nonsense_kinds_are_refused_in_a_sentence(self):
        """Nothing is accepted then."""
        self.make_firm()
        change = self.make_standard()
        for kinds in (5, "service", True, [[1]], [5], {"service": 1}):
            with self.subTest(kinds=kinds), self.assertRaisesRegex(UserError, "Name the kinds"):
                change.with_user(self.cm).action_accept_collisions("Agreed.", kinds=kinds)
        self.assertFalse(change.waiver_ids)

    def test_shaded_days_are_for_those_who_read_changes(self):
        """Nonsense is refused in a sentence, whoever else asks is not let in."""
        changes = self.env["service.desk.change"]
        for asked in (("mail",), (5,), ("2026-01-01", "x"), (None,)):
            with self.subTest(asked), self.assertRaises(UserError):
                changes.with_user(self.agent).get_unusual_days(*asked)
            with self.subTest(asked), self.assertRaises(AccessError):
                changes.with_user(self.portal_a).get_unusual_days(*asked)

    def test_acceptances_are_written_by_the_verb_alone(self):
        """A change manager cannot forge who accepted what, nor take it away."""
        self.make_freeze()
        change = self.make_standard()
        change.with_user(self.cm).action_accept_collisions("Agreed.")
        waiver = change.waiver_ids.with_user(self.cm)
        for call in (
            lambda: waiver.write({"user_id": self.agent.id}),
            lambda: waiver.unlink(),
            lambda: waiver.create({"change_id": change.id, "reason": "x"}),
            lambda: change.with_user(self.cm).write({"waiver_ids": [(1, waiver.id, {"reason": "other"})]}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_agents_set_no_windows_and_freezes(self):
        freeze, window = self.make_freeze(), self.make_window()
        for record in (freeze, window):
            for operation in ("write", "create", "unlink"):
                with self.subTest(model=record._name, operation=operation):
                    self.assertFalse(record.with_user(self.agent).has_access(operation))
                    self.assertTrue(record.with_user(self.cm).has_access(operation))

    def test_freeze_is_not_pushed_into_a_foreign_company(self):
        company, _agent = self.make_company()
        with self.assertRaises(AccessError):
            self.make_freeze(company_id=company.id)

    def test_outages_stand_behind_the_wall_of_their_change(self):
        hidden = self.make_walled()
        outage = self.make_outage_as(self.agent_walled, hidden)
        self.assertFalse(self.env["service.desk.outage"].with_user(self.agent).search([("id", "=", outage.id)]))
        with self.assertRaises(AccessError):
            self.make_outage_as(self.agent, hidden)

    def make_outage_as(self, user, change):
        return (
            self.env["service.desk.outage"]
            .with_user(user)
            .create(
                {
                    "change_id": change.id,
                    "service_ids": [(6, 0, self.service.ids)],
                    "date_from": self.times()["date_planned_start"],
                    "date_to": self.times()["date_planned_end"],
                }
            )
        )

    def test_outage_is_not_slipped_into_a_hidden_change(self):
        """Where it goes is looked at as well as where it comes from."""
        mine, walled = self.make_normal(), self.make_normal()
        walled.sudo().team_id = self.team_walled
        outage = self.env["service.desk.outage"].with_user(self.agent)
        times = {"date_from": mine.date_planned_start, "date_to": mine.date_planned_end}
        outage = outage.create({"change_id": mine.id, "service_ids": [(6, 0, self.service.ids)], **times})
        with self.assertRaises(AccessError):
            outage.write({"change_id": walled.id})

    def test_timeline_shows_what_one_may_read(self):
        """A hidden change has no bar, and requesters have no timeline."""
        hidden, shown = self.make_walled(), self.make_standard(5)
        shown.action_schedule()
        options = {"date": self.evening.date().isoformat(), "days": 7}
        timeline = self.env["service.desk.timeline"]
        told = timeline.with_user(self.agent).get_timeline(options)
        bars = {bar["id"] for row in told["rows"] for bar in row["bars"]}
        self.assertEqual(bars, {shown.id})
        walled = timeline.with_user(self.agent_walled).get_timeline(options)
        self.assertIn(hidden.id, {bar["id"] for row in walled["rows"] for bar in row["bars"]})
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                timeline.with_user(user).get_timeline(options)
