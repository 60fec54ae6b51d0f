"""An agent walks a guide beside a ticket."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceDeskCase
from .guide_case import GuideCase


@tagged("post_install", "-at_install")
class TestGuideDesk(GuideCase, ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guide = cls.make_guide()
        cls.ticket = cls.make_incident(name="Hydrant")

    def walk(self, *options, ticket=None):
        """The dialog after these answers."""
        action = (ticket or self.ticket).action_open_guide()
        wizard = self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])
        wizard.guide_id = self.guide
        for option in options:
            wizard.option_id = option
            wizard.action_next()
        return wizard

    def walks(self):
        found = self.env["service.desk.guide.walk"].search([("guide_id", "=", self.guide.id)])
        return found.mapped(lambda walk: (walk.step_id, walk.outcome, walk.channel))

    def test_answers_lead_to_the_end(self):
        """One question after the other; back takes the last answer back."""
        wizard = self.walk(self.yes)
        self.assertEqual(wizard.step_id, self.second)
        wizard.action_back()
        self.assertEqual(wizard.step_id, self.first)

    def test_ticket_end_fills_in_the_ticket(self):
        """What the end knows is on the ticket, and the answers in its log."""
        self.walk(self.no).action_apply()
        self.assertEqual(self.ticket.urgency, "1")
        log = self.ticket.message_ids[0]
        self.assertIn("Is there water?", log.body)
        self.assertTrue(log.is_internal)
        self.assertEqual(self.walks(), [(self.ticket_end, "applied", "desk")])

    def test_advice_resolves_the_ticket_with_its_words(self):
        """They are looked over first."""
        action = self.walk(self.yes, self.lid).action_solved()
        self.assertEqual(action["res_model"], "service.desk.resolve.wizard")
        self.assertIn("To the left.", action["context"]["default_resolution"])
        self.assertEqual(self.ticket.phase, "new")
        self.assertEqual(self.walks(), [])
        self.confirm(action, resolution_code_id=self.code.id)
        self.assertEqual(self.ticket.state, "resolved")
        self.assertEqual(self.walks(), [(self.advice, "solved", "desk")])

    def test_advice_is_written_to_the_requester(self):
        """In the composer, not sent by itself; a composer that is closed again has helped nobody."""
        action = self.walk(self.yes, self.lid).action_apply()
        self.assertEqual(action["res_model"], "mail.compose.message")
        self.assertIn("To the left.", action["context"]["default_body"])
        self.assertEqual(self.walks(), [])
        dialog = self.env["mail.compose.message"].with_user(self.agent).with_context(**action["context"])
        dialog.create({}).action_send_mail()
        self.assertEqual(self.walks(), [(self.advice, "applied", "desk")])

    def confirm(self, action, **values):
        """The dialog that an action opens, filled in and confirmed by the agent."""
        dialogs = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
        return dialogs.create(values).action_confirm()

    def test_forged_end_counts_nothing(self):
        """What is no end of a guide is not one because a client says so."""
        action = self.ticket.action_resolve()
        company, _user = self.make_company()
        foreign = self.env["service.desk.guide"].create({"name": "Theirs", "company_id": company.id})
        end = self.env["service.desk.guide.step"].create({"guide_id": foreign.id, "name": "End", "kind": "advice"})
        for forged in (self.first.id, end.id, 10**8, "1", [self.advice.id], True):
            self.env["service.desk.guide"].with_user(self.agent).with_context(
                service_desk_guide_step_id=forged
            )._note_walk(self.ticket, "solved")
        self.confirm(action, resolution="<p>Done.</p>", resolution_code_id=self.code.id)
        self.assertEqual(self.walks(), [])
        self.assertFalse(foreign.walk_ids)

    def test_words_of_the_way_are_searched_as_they_are_written(self):
        """Not as they would stand in HTML."""
        self.guide.name, self.lid.name = "Hydrants & pumps", "It's on"
        text = self.guide._search_text(self.yes | self.lid, self.advice)
        self.assertIn("Hydrants & pumps", text)
        self.assertIn("It's on", text)

    def end_with_article(self, audience):
        article = self.env["service.desk.article"].create(
            {"name": "All about wheels", "body": "<p>Grease them.</p>", "audience": audience}
        )
        article.sudo().write({"state": "review"})
        article.sudo().write({"state": "published"})
        self.guide.action_draft()
        self.advice.write({"kind": "article", "article_id": article.id})
        self.guide.action_publish()

    def test_article_is_written_to_the_requester_or_resolves(self):
        """Its words are in the dialog, as when an agent has found it."""
        self.end_with_article("internal")
        action = self.walk(self.yes, self.lid).action_apply()
        self.assertEqual(action["res_model"], "mail.compose.message")
        self.assertIn("Grease them.", action["context"]["default_body"])
        action = self.walk(self.yes, self.lid).action_solved()
        self.assertEqual(action["res_model"], "service.desk.resolve.wizard")
        self.assertIn("Grease them.", action["context"]["default_resolution"])
        self.assertEqual(self.walks(), [])
        self.confirm(action, resolution_code_id=self.code.id)
        self.assertEqual(self.walks(), [(self.advice, "solved", "desk")])

    def test_article_that_is_not_for_the_requester_is_not_sent(self):
        """Nothing is logged or counted either."""
        self.end_with_article("desk")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.walk(self.yes, self.lid).action_apply()
        self.assertEqual(self.walks(), [])

    def test_order_end_opens_the_form_for_the_requester(self):
        """An agent orders for whom the ticket is."""
        item = self.env["service.desk.catalog.item"].create({"name": "Wheel", "audience": "internal"})
        item.write({"state": "published"})
        self.guide.action_draft()
        self.advice.write({"kind": "catalog", "item_id": item.id})
        self.guide.action_publish()
        action = self.walk(self.yes, self.lid).action_apply()
        self.assertIn(f"/my/catalog/{item.id}?for={self.employee.partner_id.id}", action["url"])

    def test_like_solved_tickets_are_shown_at_the_end(self):
        """With what fixed them, and only those that the agent may read."""
        solved = self.make_resolved(name="Hydrant without water, wheel turned")
        hidden = self.make_incident(self.agent_walled, name="Hydrant water wheel secret", team_id=self.team_walled.id)
        hidden.sudo().write({"state": "resolved", **self.solution})
        wizard = self.walk(self.yes)
        self.assertFalse(wizard.likes)
        wizard = self.walk(self.yes, self.lid)
        self.assertIn(solved.number, wizard.likes)
        self.assertIn("Replaced the cable.", wizard.likes)
        self.assertNotIn("secret", wizard.likes)

    def test_answer_of_another_question_is_refused(self):
        """Nor does it go on without an answer."""
        wizard = self.walk()
        wizard.option_id = self.lid
        with self.assertRaises(UserError):
            wizard.action_next()
        wizard.option_id = False
        with self.assertRaises(UserError):
            wizard.action_next()

    def test_end_needs_a_ticket_and_answers(self):
        """Half a way is applied to nothing, and nothing is done without a ticket or to one that is over."""
        with self.assertRaises(UserError):
            self.walk(self.yes).action_apply()
        trial = self.env["service.desk.guide.wizard"].with_user(self.agent).create({"guide_id": self.guide.id})
        trial.path = [self.no.id]
        self.assertEqual(trial.step_id, self.ticket_end)
        with self.assertRaises(UserError):
            trial.action_apply()
        over = self.make_resolved(name="Hydrant over")
        with self.assertRaises(UserError):
            self.walk(self.no, ticket=over).action_apply()
        self.assertEqual(self.walks(), [])

    def test_ticket_that_may_not_be_written_is_refused(self):
        """A dialog that names somebody else's ticket does nothing to it."""
        walled = self.make_incident(self.agent_walled, name="Hydrant", team_id=self.team_walled.id)
        wizard = (
            self.env["service.desk.guide.wizard"]
            .with_user(self.agent)
            .create({"guide_id": self.guide.id, "path": [self.no.id], "res_model": walled._name, "res_id": walled.id})
        )
        with self.assertRaises(AccessError):
            wizard.action_apply()
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                self.ticket.with_user(user).action_open_guide()

    def test_single_guide_is_not_chosen(self):
        """It is there at once; of several the agent chooses."""
        guides = self.env["service.desk.guide"].search([("state", "=", "published")])
        (guides - self.guide).with_user(self.manager).action_retire()
        incident = self.make_incident().with_user(self.agent)
        wizards = self.env["service.desk.guide.wizard"].with_user(self.agent)
        self.assertEqual(wizards.browse(incident.action_open_guide()["res_id"]).step_id, self.first)
        for name in ("first", "second", "advice", "ticket_end", "yes", "no", "lid"):
            # The second guide must not stay behind in the other tests.
            self.addCleanup(setattr, type(self), name, getattr(self, name))
        self.make_guide(name="Second")
        self.assertFalse(wizards.browse(incident.action_open_guide()["res_id"]).guide_id)

    def test_forged_paths_lead_nowhere(self):
        """What is no way through the guide shows no step."""
        for path in ([self.lid.id], [self.yes.id, self.no.id], [10**8], [-1]):
            wizard = (
                self.env["service.desk.guide.wizard"]
                .with_user(self.agent)
                .create({"guide_id": self.guide.id, "path": path})
            )
            self.assertFalse(wizard.step_id)
