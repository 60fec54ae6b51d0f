from datetime import timedelta
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, tagged

from .journey_case import JourneyCase
from .journey_import_case import JourneyImportCase

QUEUE = "odoo.addons.service_desk_hr.models.service_desk_journey_queue_mixin"
IMPORT = "odoo.addons.service_desk_hr.models.service_desk_journey_import_run_mixin"


class TogetherCase:
    """The letter to the manager, long due."""

    @classmethod
    def letter(cls, **values):
        template = cls.env.ref("service_desk_hr.mail_template_journey_manager").id
        return {"kind": "message", "recipient": "manager", "offset_days": -60, "mail_template_id": template, **values}

    def mails(self):
        journeys = self.env["mail.mail"].search([("model", "=", "service.desk.journey")])
        return journeys.filtered(lambda mail: mail.email_to == self.boss.email)


@tagged("post_install", "-at_install")
class TestJourneyTogether(TogetherCase, JourneyCase, HttpCase):
    """A manager of several people who start together is told, and answers, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss.password = cls.boss.login
        cls.choices = cls.make_item("Choices", [{"code": "model", "kind": "text", "is_required": True}])
        cls.template.question_item_id = cls.choices
        cls.template.step_ids = [
            (0, 0, {"name": "Tell", **cls.letter()}),
            (0, 0, {"name": "Order", "kind": "item", "item_id": cls.choices.id}),
        ]
        cls.people = cls.env["hr.employee"]
        for name in ("Ann One", "Bob Two", "Cleo Three", "Dan Four"):
            cls.people |= cls.make_employee(name)

    def run_job(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"].with_context(lang=None)._cron_run()

    def post(self, url, **data):
        csrf = http.Request.csrf_token(self)
        return self.url_open(url, data={"csrf_token": csrf, "key": f"k{url}{data}"[:60], **data})

    # -- One mail ----------------------------------------------------------------------------------

    def test_manager_gets_one_mail_about_all(self):
        """It names each of them, with a link to where they are answered for; each journey says it was sent."""
        journeys = self.start(employee=self.people)
        (mail,) = self.mails()
        self.assertIn("and 3 more", mail.subject)
        for journey in journeys:
            self.assertIn(journey.person_name, mail.body_html)
            self.assertIn(f"/my/team/{journey.id}", mail.body_html)
            self.assertEqual(self.line(journey, "Tell").state, "done")
            self.assertIn("sent", journey.event_ids.mapped("kind"))
        self.assertIn("answers are needed until", mail.body_html)
        self.assertNotIn("&lt;", mail.body_html)

    def test_one_person_is_told_as_before(self):
        """Nothing is added."""
        self.start()
        (mail,) = self.mails()
        self.assertNotIn("more", mail.subject)
        self.assertNotIn("The same concerns", mail.body_html)

    def test_managers_read_of_their_own_people_alone(self):
        """Each of them gets a mail of their own."""
        other = self.make_user("test_other_boss", "base.group_user")
        self.people[3].parent_id = self.env["hr.employee"].create({"name": "Olga", "user_id": other.id})
        self.start(employee=self.people)
        (mail,) = self.mails()
        self.assertNotIn("Dan Four", mail.body_html)
        (theirs,) = self.env["mail.mail"].search([("email_to", "=", other.email)])
        self.assertNotIn("Ann One", theirs.body_html)

    def test_many_that_start_by_the_job_are_one_mail(self):
        """However many batches they take."""
        journeys = self.env["service.desk.journey"].with_user(self.hr)
        with patch(f"{QUEUE}.MAX_AT_ONCE", 2), patch(f"{QUEUE}.BATCH_SIZE", 3):
            journeys._propose("joiner", self.people, self.first_day).with_user(self.hr).action_confirm()
            self.assertFalse(self.mails())
            self.run_job()
        (mail,) = self.mails()
        for person in self.people:
            self.assertIn(person.name, mail.body_html)

    # -- The same answers --------------------------------------------------------------------------

    def test_same_answers_for_others(self):
        """Those whom the manager ticks get them, and their orders; the others are asked still."""
        journeys = self.start(employee=self.people).sorted("person_name")
        first, second, third, last = journeys
        self.authenticate("test_boss", "test_boss")
        page = self.url_open(f"/my/team/{first.id}").text
        for other in (second, third, last):
            self.assertIn(f'id="o_sd_also_{other.id}"', page)
        self.assertNotIn(f'id="o_sd_also_{first.id}"', page)
        refused = self.post(f"/my/team/{first.id}/answers", a_model="", also=[str(second.id)])
        self.assertEqual(refused.status_code, 422)
        self.assertEqual(set(journeys.mapped("answer_state")), {"asked"})
        self.post(f"/my/team/{first.id}/answers", a_model="Heavy", also=[str(second.id), str(third.id)])
        self.assertEqual(journeys.mapped("answer_state"), ["given", "given", "given", "asked"])
        self.assertEqual(third.sudo()._answers(), {"model": "Heavy"})
        self.assertEqual(third.answered_by_id, self.boss)
        order = self.line(third, "Order").request_id
        self.assertEqual(order.answer_ids.mapped("value_text"), ["Heavy"])
        self.assertEqual(order.requester_id, third.sudo().partner_id)

    def test_all_of_them_at_once(self):
        """The first box stands for those who stood on the page."""
        journeys = self.start(employee=self.people).sorted("person_name")
        self.authenticate("test_boss", "test_boss")
        every = ",".join(str(one.id) for one in journeys[1:])
        self.assertIn(f'value="{every}"', self.url_open(f"/my/team/{journeys[0].id}").text)
        self.post(f"/my/team/{journeys[0].id}/answers", a_model="Heavy", also=every)
        self.assertEqual(set(journeys.mapped("answer_state")), {"given"})

    def test_answers_reach_nobody_else(self):
        """Neither people of another template, of another manager, nor whoever was answered for already."""
        other = self.make_user("test_other_boss", "base.group_user")
        foreign = self.make_employee("Flo Foreign")
        foreign.parent_id = self.env["hr.employee"].create({"name": "Olga", "user_id": other.id})
        self.make_template("contractor", [{"responsible": "hr"}], question_item_id=self.choices.id)
        contractor = self.start("contractor", self.make_employee("Cora Contractor"))
        mine = self.start(employee=self.people)
        theirs = self.start(employee=foreign)
        done = mine[1]
        done.with_user(self.boss).action_answer({"model": "Light"})
        ids = [*mine.ids, contractor.id, theirs.id, 0, -1, "x", True]
        self.assertEqual(mine[0].with_user(self.boss).action_answer({"model": "Heavy"}, ids), {})
        self.assertEqual(done.sudo()._answers(), {"model": "Light"})
        self.assertEqual(mine[2].sudo()._answers(), {"model": "Heavy"})
        self.assertEqual((contractor.answer_state, theirs.answer_state), ("asked", "asked"))


@tagged("post_install", "-at_install")
class TestImportTogether(TogetherCase, JourneyImportCase):
    """People from one sheet."""

    def test_sheet_is_one_mail_to_the_manager(self):
        """When everybody is in, whatever the batches; not before."""
        self.acquired.step_ids = [(0, 0, {"name": "Tell", **self.letter()})]
        people = [self.person(number, Manager="bea boss") for number in range(5)]
        journeys = self.env["service.desk.journey"]
        with patch(f"{IMPORT}.PEOPLE_BATCH", 2):
            job = self.check(people)
            job.action_start()
            job.sudo()._bring_waiting(lambda count: not count)
            self.assertEqual(job.done_count, 2)
            with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
                journeys._cron_run()
            self.assertFalse(self.mails())
            job.sudo()._bring_waiting(lambda count: True)
        self.assertEqual(job.state, "done")
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            journeys._cron_run()
        (mail,) = self.mails()
        self.assertIn("and 4 more", mail.subject)

    def test_import_that_hangs_keeps_nothing_back(self):
        """After an hour managers are told what is known."""
        self.acquired.step_ids = [(0, 0, {"name": "Tell", **self.letter()})]
        job = self.check([self.person(1, Manager="bea boss")])
        job.action_start()
        job.sudo()._bring_batch(job.row_ids.ids)
        line = job.journey_ids.sudo().line_ids.filtered(lambda line: line.kind == "message")
        self.assertFalse(line._without_those_that_grow())
        with patch.object(self.env.cr, "now", return_value=self.env.cr.now() + timedelta(hours=2)):
            self.assertEqual(line._without_those_that_grow(), line)
