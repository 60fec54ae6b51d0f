from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .major_case import MajorCase


@tagged("post_install", "-at_install")
class TestMajorRights(MajorCase):
    """Who may see and do what."""

    def test_requesters_know_nothing(self):
        """Not even of their own incident; they read the banner."""
        major = self.declare()
        for user in (self.employee, self.portal_a):
            for records in (major, major.event_ids, major.briefing_ids, self.plan):
                with self.subTest(user=user.login, model=records._name), self.assertRaises(AccessError):
                    records.with_user(user).search([])
        mine = major.incident_id.with_user(self.employee)
        for name in ("major_state", "major_ids", "near_major_id"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                mine.read([name])

    def test_agents_propose_but_do_not_declare(self):
        """Nor decline, nor lead when it is not theirs; what they make by themselves is a proposal."""
        major = self.propose()
        majors = self.env["service.desk.major"].with_user(self.agent)
        made = majors.with_context(default_state="declared", default_date_declared="2026-01-01 00:00:00").create(
            {"incident_id": self.make_main().id}
        )
        self.assertEqual((made.state, made.date_declared), ("proposed", False))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            majors.create({"incident_id": self.make_main().id, "state": "declared"})
        for attempt in (
            lambda: major._declare({"commander_id": self.agent.id}),
            lambda: major.action_decline("No"),
            lambda: major.write({"state": "declared", "commander_id": self.agent.id}),
            major.action_open_declaration,
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertEqual(major.state, "proposed")

    def test_proposer_lets_nobody_in(self):
        """Neither as commander nor in the team; that is for who declares."""
        for values in (
            {"commander_id": self.agent.id},
            {"member_ids": [(0, 0, {"user_id": self.agent.id})]},
        ):
            incident = self.make_main()
            majors = self.env["service.desk.major"].with_user(self.agent)
            defaults = {f"default_{name}": value for name, value in values.items()}
            with self.subTest(values=values), self.assertRaises(AccessError), self.env.cr.savepoint():
                majors.create({"incident_id": incident.id, **values})
            with self.subTest(defaults=defaults), self.assertRaises(AccessError), self.env.cr.savepoint():
                majors.with_context(**defaults).create({"incident_id": incident.id})
            self.assertFalse(majors.search([("incident_id", "=", incident.id)]))

    def test_helpers_let_nobody_into_another_team(self):
        """Neither by a default nor by moving their own place, nor who is told."""
        major, other = self.declare(), self.declare(commander=self.agent)
        members = self.env["service.desk.major.member"].with_user(self.agent)
        with self.assertRaises(AccessError):
            members.with_context(default_major_id=major.id).create({"user_id": self.agent.id})
        mine = members.create({"major_id": other.id, "user_id": self.agent.id})
        briefing = other.with_user(self.agent).briefing_ids[:1]
        for row in (mine, briefing):
            with self.subTest(row=row._name), self.assertRaises(AccessError):
                row.write({"major_id": major.id})
        self.assertFalse(major.with_user(self.agent).may_run)

    def test_dialogs_tell_nothing_from_behind_the_walls(self):
        """Not to a manager who does not belong to the team of a confidential incident."""
        incident = self.make_main(self.agent_walled, team_id=self.team_walled.id, is_confidential=True)
        major = self.propose(incident, self.agent_walled)
        self.env.invalidate_all()
        wizards = self.env["service.desk.major.declare.wizard"].with_user(self.manager)
        with self.assertRaises(AccessError):
            wizards.create({"major_id": major.id}).read(["reason"])

    def test_commander_and_team_run_it(self):
        """Everybody else of the desk looks on."""
        major = self.declare()
        onlooker = major.with_user(self.agent)
        attempts = {
            "note": lambda: onlooker.action_note("<p>Me too.</p>"),
            "lead": lambda: onlooker.write({"commander_id": self.agent.id}),
            "review": lambda: onlooker.write({"what_happened": "<p>x</p>"}),
            "stand down": lambda: onlooker._stand_down("Enough"),
            "update": lambda: onlooker._send_update("<p>x</p>", major.briefing_ids),
            "help": lambda: onlooker.member_ids.create({"major_id": major.id, "user_id": self.agent.id}),
            "interval": lambda: onlooker.briefing_ids.write({"interval_minutes": 5}),
            "dialog": onlooker.action_open_update,
        }
        for name, attempt in attempts.items():
            with self.subTest(attempt=name), self.assertRaises(AccessError):
                attempt()
        self.assertFalse(onlooker.may_run)
        major.member_ids.create({"major_id": major.id, "user_id": self.agent.id, "role": "scribe"})
        onlooker.action_note("<p>Now I may.</p>")
        self.assertTrue(onlooker.may_run)

    def test_walls_of_the_incident_hold(self):
        """Who may not open the incident sees nothing of how it is led, by any table."""
        incident = self.make_main(self.agent_walled, team_id=self.team_walled.id)
        major = self.declare(incident, self.agent_walled)
        major.action_note("<p>Secret.</p>")
        for records in (major, major.event_ids, major.briefing_ids):
            with self.subTest(model=records._name):
                self.assertFalse(records.with_user(self.agent).search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    records.with_user(self.agent).read(["create_date"])

    def test_confidential_subject_gets_nowhere(self):
        """Neither into the banner by itself nor into names that others read."""
        self.team_one.member_ids |= self.manager
        incident = self.make_main(name="Fraud in the canteen", is_confidential=True, team_id=self.team_one.id)
        major = self.propose(incident)
        wizards = self.env["service.desk.major.declare.wizard"].with_user(self.manager)
        self.assertFalse(wizards.new({"major_id": major.id}).title)
        wizards.create(
            {"major_id": major.id, "commander_id": self.agent.id, "title": "Canteen closed"}
        ).action_confirm()
        announcement = major.announcement_id
        self.assertNotIn("Fraud", f"{announcement.name} {announcement.body}")
        # As the name of a linked record is read: with superuser rights, for somebody outside the wall.
        told = self.env(user=self.agent_two, su=True)["service.desk.major"].browse(major.id)
        self.assertEqual(told.display_name, incident.number)

    def test_subject_is_no_title(self):
        """Also what is not confidential is announced by its service, not by its requester's words."""
        major = self.propose(self.make_main(name="Ann cannot mail her doctor"))
        wizard = self.env["service.desk.major.declare.wizard"].with_user(self.manager).new({"major_id": major.id})
        self.assertEqual(wizard.title, "Disruption: Mail service")

    def test_commander_must_see_the_incident(self):
        """Somebody behind a wall leads nobody."""
        incident = self.make_main(self.agent_walled, team_id=self.team_walled.id)
        with self.assertRaises(ValidationError):
            self.declare(incident, self.agent)

    def test_declaration_needs_a_title_for_its_banner(self):
        """Nothing is half done without it."""
        major = self.propose()
        wizard = self.env["service.desk.major.declare.wizard"].with_user(self.manager)
        wizard = wizard.create({"major_id": major.id, "title": False})
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_other_companies_see_nothing(self):
        """Nor propose what is not theirs."""
        _company, other = self.make_company()
        major = self.declare()
        self.assertFalse(major.with_user(other).search([("id", "=", major.id)]))
        with self.assertRaises(AccessError):
            self.env["service.desk.major"].with_user(other).create({"incident_id": self.make_main().id})
