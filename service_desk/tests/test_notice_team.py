"""Mails in a team's own words, in the requester's language, or not at all."""

from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .notice_case import NoticeCase


@tagged("post_install", "-at_install")
class TestNoticeTeam(NoticeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Our own",
                "model_id": cls.env["ir.model"]._get_id("service.desk.incident"),
                "subject": "Fixed: {{ object.name }}",
                "body_html": "<p>Done by the network people.</p>",
                "lang": "{{ object.requester_id.lang }}",
            }
        )

    def say_own(self, event="resolved", team=None, **values):
        return (
            self.env["service.desk.team.notice"]
            .with_user(self.manager)
            .create(
                {
                    "team_id": (team or self.team_two).id,
                    "event": event,
                    "template_id": self.template.id,
                    **values,
                }
            )
        )

    def resolve(self, **values):
        ticket = self.quiet(team_id=self.team_two.id, **values)
        with self.mock_mail_gateway():
            ticket.with_user(self.agent_two).write({"state": "resolved", **self.solution})
        return self.sent()

    def test_own_words_begin_with_the_usual_ones(self):
        """A copy that the team alone uses; asked again, the same one opens."""
        self.manager.group_ids += self.env.ref("mail.group_mail_template_editor")
        line = self.say_own(template_id=False, process="service.desk.incident")
        opened = line.action_write_own()
        usual = self.env.ref("service_desk.mail_template_incident_resolved")
        self.assertEqual((opened["res_model"], opened["res_id"]), ("mail.template", line.template_id.id))
        self.assertNotEqual(line.template_id, usual)
        self.assertEqual(line.template_id.body_html, usual.body_html)
        self.assertEqual(line.action_write_own()["res_id"], line.template_id.id)

    def test_own_words_are_for_one_kind_of_tickets(self):
        """Templates are; a line for all kinds stays what it is."""
        line = self.say_own(template_id=False)
        with self.assertRaises(UserError):
            line.action_write_own()
        self.assertFalse(line.template_id)

    def test_team_uses_its_own_template(self):
        """And comes from the desk although the template names no sender."""
        self.say_own()
        (mail,) = self.resolve()
        self.assertEqual(mail["subject"], "Fixed: Mail is down")
        self.assertIn("Done by the network people.", mail["body"])
        self.assertIn("desk@company.test", mail["email_from"])

    def test_other_teams_use_the_usual_words(self):
        """What one team says holds for that team."""
        self.say_own(team=self.team_walled)
        (mail,) = self.resolve()
        self.assertIn("is solved", mail["subject"])

    def test_line_without_template_sends_nothing(self):
        """For the kind of tickets it names, or for all."""
        self.say_own(template_id=False)
        self.assertFalse(self.resolve())

    def test_line_for_one_kind_counts_more(self):
        """Nothing for all tickets, but own words for incidents."""
        self.say_own(template_id=False)
        self.say_own()
        (mail,) = self.resolve()
        self.assertIn("Fixed", mail["subject"])

    def test_template_speaks_the_requesters_language(self):
        """Subject, words and frame."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.template.with_context(lang="fr_FR").write(
            {"subject": "Réparé : {{ object.name }}", "body_html": "<p>C'est fait.</p>"}
        )
        self.rita.lang = "fr_FR"
        self.say_own()
        (mail,) = self.resolve()
        self.assertIn("Réparé", mail["subject"])
        self.assertIn("C'est fait.", mail["body"])
        self.assertIn('lang="fr-FR"', mail["body"])

    def test_footer_stands_below_all_mails_of_the_team(self):
        """Also below the answers of its people."""
        self.team_two.mail_footer = "<p>Call us: 1234</p>"
        (mail,) = self.resolve()
        self.assertIn("Call us: 1234", mail["body"])

    @mute_logger("odoo.addons.service_desk.models.service_desk_notice_mixin")
    def test_broken_template_stops_nobody(self):
        """The ticket is resolved, and says that the requester does not know."""
        template = type(self.env["mail.template"])
        with patch.object(template, "_generate_template", side_effect=ValueError("no such field")):
            self.assertFalse(self.resolve())
        ticket = self.env["service.desk.incident"].search([], order="id desc", limit=1)
        self.assertEqual(ticket.state, "resolved")
        self.assertIn("could not be written", ticket.message_ids[0].body)

    def test_template_of_another_kind_is_refused(self):
        """A template for incidents cannot speak of requests."""
        with self.assertRaises(ValidationError):
            self.say_own(process="service.desk.request")

    def test_once_for_each_case(self):
        """Two lines for the same case would contradict each other."""
        self.say_own()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.say_own()

    def test_managers_choose_and_agents_read(self):
        """What requesters are told is for those who lead the desk."""
        notice = self.say_own()
        self.assertTrue(notice.with_user(self.agent).template_id)
        with self.assertRaises(AccessError):
            notice.with_user(self.agent).template_id = False
        with self.assertRaises(AccessError):
            notice.with_user(self.employee).read(["event"])
