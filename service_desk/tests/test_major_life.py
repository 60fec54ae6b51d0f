from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .major_case import MajorCase


@tagged("post_install", "-at_install")
class TestMajorLife(MajorCase):
    """From proposal to review."""

    def test_agent_proposes_and_manager_declares(self):
        """The incident shows it, a manager was asked, the commander leads."""
        incident = self.make_main()
        major = self.propose(incident)
        self.assertEqual((major.state, incident.major_state), ("proposed", "proposed"))
        self.assertTrue(major.sudo().activity_ids)
        self.assertEqual(major.date_started, incident.date_opened)
        self.env["service.desk.major.declare.wizard"].with_user(self.manager).create(
            {"major_id": major.id, "commander_id": self.agent_two.id, "title": "Mail is out of order"}
        ).action_confirm()
        self.assertEqual((major.state, incident.major_state), ("declared", "declared"))
        self.assertEqual(major.declared_by_id, self.manager)
        self.assertFalse(major.sudo().activity_ids, "What was decided waits for nobody.")
        self.assertEqual(self.kinds(major), ["proposed", "declared", "priority", "update"])

    def test_one_for_each_incident(self):
        """Nobody proposes twice, not even by another door at the same moment."""
        major = self.propose()
        with self.assertRaises(UserError):
            self.propose(major.incident_id)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.env["service.desk.major"].with_user(self.agent_two).create({"incident_id": major.incident_id.id})

    def test_proposal_needs_a_reason_and_an_open_incident(self):
        """A sentence says what is missing."""
        majors = self.env["service.desk.major"].with_user(self.agent)
        for reason in ("", "  ", None, 5):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                majors._propose(self.make_main(), reason)
        with self.assertRaises(UserError):
            majors._propose(self.make_resolved(), "Too late")

    def test_declined_with_a_reason_may_be_proposed_again(self):
        """Both times it is in the timeline."""
        major = self.propose()
        with self.assertRaises(UserError):
            major.with_user(self.manager).action_decline(" ")
        major.with_user(self.manager).action_decline("One department alone.")
        self.assertEqual(major.incident_id.major_state, "declined")
        again = self.propose(major.incident_id, self.agent_two)
        self.assertEqual(again, major)
        self.assertEqual(major.state, "proposed")
        self.assertEqual(self.kinds(major), ["proposed", "declined", "proposed"])

    def test_second_declaration_is_told_who_was_first(self):
        """Two managers at the same time end with one declaration."""
        major = self.declare()
        with self.assertRaises(UserError) as refused:
            major.with_user(self.admin_user)._declare({"commander_id": self.agent.id})
        self.assertIn("test_manager", str(refused.exception))
        self.assertEqual(major.commander_id, self.agent_two)

    def test_beginning_that_was_not_touched_was_not_changed(self):
        """Parts of seconds that no dialog shows are no news in the conversation."""
        major = self.propose().sudo()
        begun = major.date_started = major.date_started.replace(microsecond=250000)
        wizards = self.env["service.desk.major.declare.wizard"].with_user(self.manager)
        values = {"major_id": major.id, "title": "Mail is out of order", "date_started": begun.replace(microsecond=0)}
        wizards.create(values).action_confirm()
        self.assertEqual(major.date_started, begun)

    def test_high_impact_raises_the_priority_with_a_reason(self):
        """By the override that managers have; what is not high stays."""
        incident = self.declare().incident_id
        self.assertEqual(incident.priority, "1")
        self.assertEqual(incident.priority_override_reason, "Declared a major incident")
        low = self.make_main(impact="2")
        self.declare(low)
        self.assertFalse(low.priority_override)

    def test_dialog_sets_the_impact(self):
        """Who declares knows how many are hurt; the rest follows."""
        incident = self.make_main(impact="3", urgency="2")
        self.declare(incident, impact="1")
        self.assertEqual((incident.impact, incident.priority), ("1", "1"))

    def test_stands_down_when_the_incident_is_resolved(self):
        """Not before, unless somebody says why; the banner goes away."""
        major = self.declare()
        wizards = self.env["service.desk.major.stand.down.wizard"].with_user(self.agent_two)
        with self.assertRaises(UserError):
            wizards.create({"major_id": major.id}).action_confirm()
        self.assertEqual(major.state, "declared")
        major.incident_id.write({"state": "resolved", **self.solution})
        wizards.create({"major_id": major.id, "body": "<p>Mail works again.</p>"}).action_confirm()
        self.assertEqual(major.state, "stood_down")
        self.assertEqual(major.announcement_id.state, "over")
        self.assertFalse(major.date_next_update)
        self.assertEqual(major.announcement_id.update_ids.body, "<p>Mail works again.</p>")

    def test_reason_is_asked_for_while_it_is_open_alone(self):
        """Of what is resolved the dialog asks for the last words."""
        major = self.declare()
        wizards = self.env["service.desk.major.stand.down.wizard"].with_user(self.agent_two)
        with Form(wizards.with_context(default_major_id=major.id)) as form:
            self.assertTrue(form._get_modifier("reason", "required"))
            form.reason = "There is a way around it"
        major.incident_id.write({"state": "resolved", **self.solution})
        form = Form(wizards.with_context(default_major_id=major.id))
        self.assertTrue(form._get_modifier("reason", "invisible"))

    def test_stands_down_for_a_reason(self):
        """A way around it for everybody ends what is major."""
        major = self.declare()
        self.env["service.desk.major.stand.down.wizard"].with_user(self.agent_two).create(
            {"major_id": major.id, "reason": "Everybody uses the other server."}
        ).action_confirm()
        self.assertEqual(major.state, "stood_down")
        self.assertEqual(major.incident_id.phase, "new")

    def test_closed_only_after_the_review(self):
        """What happened is written down first."""
        major = self.declare()
        major.incident_id.write({"state": "resolved", **self.solution})
        with self.assertRaises(UserError):
            major.action_finish_review()
        major._stand_down()
        with self.assertRaises(UserError):
            major.action_finish_review()
        major.write({"what_happened": "<p>A cut cable.</p>", "improvement_ids": [(0, 0, {"name": "Second line"})]})
        major.action_finish_review()
        self.assertEqual((major.state, major.incident_id.major_state), ("reviewed", "reviewed"))
        self.assertEqual(major.improvement_ids.company_id, major.company_id)
        self.assertTrue(major.date_reviewed)

    def test_it_came_back(self):
        """The same team goes on, the clock of updates too."""
        major = self.declare()
        major._stand_down("Looked well")
        major.action_declare_again()
        self.assertEqual((major.state, major.incident_id.major_state), ("declared", "declared"))
        self.assertFalse(major.stand_down_reason)
        self.assertTrue(major.date_next_update)
        self.assertEqual(major.announcement_id.state, "current")

    def test_every_way_to_a_state_does_the_same(self):
        """Also what is written over RPC begins and ends banner, briefings and priority."""
        incident = self.make_main()
        major = self.propose(incident).with_user(self.manager)
        major.write({"state": "declared", "commander_id": self.manager.id, "plan_id": self.plan.id})
        self.assertEqual((incident.priority, len(major.briefing_ids)), ("1", 3))
        major.stand_down_reason = "Enough"
        major.write({"state": "stood_down"})
        self.assertFalse(major.date_next_update)

    def test_no_other_way(self):
        """RPC walks through the same door: no state is skipped, no fact is set."""
        major = self.propose()
        for state in ("stood_down", "reviewed"):
            with self.subTest(state=state), self.assertRaises(UserError):
                major.with_user(self.manager).write({"state": state})
        for values in ({"date_declared": "2031-01-01"}, {"declared_by_id": self.agent.id}, {"announcement_id": False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                major.with_user(self.manager).write(values)
        with self.assertRaises(UserError):
            major.with_user(self.manager).write({"incident_id": self.make_main().id})
        with self.assertRaises(UserError):
            self.env["service.desk.major"].with_user(self.manager).create(
                {"incident_id": self.make_main().id, "state": "declared"}
            )

    def test_mark_on_the_incident_is_a_fact(self):
        """Nobody paints a ticket major."""
        with self.assertRaises(AccessError):
            self.make_main().with_user(self.manager).write({"major_state": "declared"})

    def test_report_tells_the_whole_story(self):
        """Figures, words, actions and the timeline, on paper."""
        major = self.declare()
        major.action_note("<p>The provider confirms it.</p>")
        major.incident_id.write({"state": "resolved", **self.solution})
        major._stand_down()
        major.write({"what_happened": "<p>A cut cable.</p>", "improvement_ids": [(0, 0, {"name": "Second line"})]})
        html = (
            self.env["ir.actions.report"]
            .with_user(self.agent)
            ._render_qweb_html("service_desk.major_report", major.ids)[0]
            .decode()
        )
        for words in ("A cut cable.", "Second line", "The provider confirms it.", "test_agent_two"):
            self.assertIn(words, html)
