"""Who is mailed about what: one mail for each person and event, and none to whoever did it."""

from odoo.tests import tagged

from .notice_case import NoticeCase

RITA = "rita@customer.test"


@tagged("post_install", "-at_install")
class TestNoticeEvents(NoticeCase):
    # -- Acknowledgment --------------------------------------------------------------------------

    def test_mails_that_a_job_writes_are_sent_at_once(self):
        """Odoo leaves them to its queue, whose own turn comes once an hour: it is woken."""
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.make_incident(requester_id=self.rita.id, channel="phone")
        self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)]).unlink()
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_notices").method_direct_trigger()
        self.assertTrue(self.env["mail.mail"].search([("state", "=", "outgoing")]))
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)]))

    def test_new_ticket_is_acknowledged(self):
        """Whoever called hears the number of their ticket, from the desk's address."""
        with self.mock_mail_gateway():
            ticket = self.raise_for(self.rita)
        (mail,) = self.sent()
        self.assertEqual(mail["email_to"], ['"Rita Requester" <rita@customer.test>'])
        self.assertIn(ticket.number, mail["subject"])
        self.assertIn("desk@company.test", mail["email_from"])
        self.assertIn("help@desk.test", mail["reply_to"])

    def test_own_call_of_an_agent_is_not_acknowledged(self):
        """Agents who write down their own trouble know of it."""
        with self.mock_mail_gateway():
            self.raise_for(self.agent.partner_id)
        self.assertFalse(self.sent())

    def test_own_ticket_on_the_portal_is_acknowledged(self):
        """People who fill in a form want to keep the number."""
        incidents = self.env["service.desk.incident"].with_user(self.portal_a).sudo()
        with self.mock_mail_gateway():
            incidents.create({"name": "Help", "channel": "portal"})
            self.write_notices()
        self.assertEqual(len(self.sent_to("test_portal_a@example.com")), 1)

    def test_machines_and_batches_are_not_acknowledged(self):
        """Monitoring reads no mail; many tickets at once are no calls of people."""
        with self.mock_mail_gateway():
            self.raise_for(self.rita, channel="monitoring")
            self.env["service.desk.incident"].with_user(self.agent).create(
                [{"name": "One", "requester_id": self.rita.id}, {"name": "Two", "requester_id": self.rita.id}]
            )
            self.write_notices()
        self.assertFalse(self.sent())

    def test_mail_is_acknowledged_on_the_word_of_the_inbox_alone(self):
        """The inbox knows whether a machine wrote; nobody else answers mails."""
        incidents = self.env["service.desk.incident"].with_user(self.agent)
        values = {"name": "Help", "channel": "email", "requester_id": self.rita.id}
        with self.mock_mail_gateway():
            incidents.create(values)
            incidents.with_context(service_desk_acknowledge=False).create(values)
            self.write_notices()
        self.assertFalse(self.sent())
        with self.mock_mail_gateway():
            incidents.with_context(service_desk_acknowledge=True).create(values)
        self.assertEqual(len(self.sent_to(RITA)), 1)

    def test_company_switches_the_acknowledgment_off(self):
        """A setting, for desks that call back at once."""
        self.env.company.service_desk_acknowledge = False
        with self.mock_mail_gateway():
            self.raise_for(self.rita)
        self.assertFalse(self.sent())

    def test_sender_without_contact_is_acknowledged(self):
        """They are reached at the address they wrote from."""
        self.team_one.unknown_sender = "accept"
        with self.mock_mail_gateway():
            self.arrive("Nora New <nora@elsewhere.test>")
        self.assertEqual(len(self.sent_to("nora@elsewhere.test")), 1)

    # -- Moves -----------------------------------------------------------------------------------

    def test_hold_asks_the_question(self):
        """A question asked along with the hold goes out in one mail with the news."""
        ticket = self.quiet().with_context(mail_notify_force_send=False)
        wizard = self.env["service.desk.hold.wizard"].with_user(self.agent)
        with self.mock_mail_gateway():
            wizard.with_context(active_model=ticket._name, active_ids=ticket.ids, mail_notify_force_send=False).create(
                {"pending_reason_id": self.reason.id, "message": "<p>Which printer?</p>"}
            ).action_confirm()
            self.env["mail.mail"].sudo().search([("state", "=", "outgoing")]).send()
        (mail,) = self.sent_to(RITA)
        self.assertIn("waits for your answer", mail["subject"])
        self.assertIn("Which printer?", mail["body"])

    def test_hold_right_after_the_question_is_no_second_mail(self):
        """Agents reply first and then put the ticket on hold; a day later it is news again."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Which printer?")
            ticket.write({"state": "pending", "pending_reason_id": self.reason.id})
            self.assertEqual(len(self.sent()), 1)
        ticket.action_resume()
        ticket._public_messages().write({"date": "2026-01-01 10:00:00"})
        with self.mock_mail_gateway():
            ticket.write({"state": "pending", "pending_reason_id": self.reason.id})
        self.assertIn("Which printer?", self.sent()[0]["body"])

    def test_hold_for_a_supplier_tells_nobody(self):
        """What the desk waits for from others is no question to the requester."""
        ticket = self.quiet()
        supplier = self.env.ref("service_desk.pending_reason_supplier")
        with self.mock_mail_gateway():
            ticket.write({"state": "pending", "pending_reason_id": supplier.id})
        self.assertFalse(self.sent())

    def test_resolution_with_an_answer_is_one_mail(self):
        """An answer and a resolution at the same time are one piece of news."""
        ticket = self.quiet().with_context(mail_notify_force_send=False)
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "It was the fuse.")
            ticket.write({"state": "resolved", **self.solution})
            self.env["mail.mail"].sudo().search([("state", "=", "outgoing")]).send()
        (mail,) = self.sent_to(RITA)
        self.assertIn("It was the fuse.", mail["body"])
        self.assertIn("Replaced the cable.", mail["body"])

    def test_closing_asks_for_the_rating_in_the_same_mail(self):
        """Where the company wants to know, and the requester has a page to say it on."""
        ticket = self.quiet(requester_id=self.portal_a.partner_id.id)
        ticket.write({"state": "resolved", **self.solution})
        with self.mock_mail_gateway():
            ticket.action_close()
        (mail,) = self.sent()
        self.assertIn("How did we do?", mail["body"])
        self.assertIn(f"/my/tickets/{ticket.number}", mail["body"])

    def test_closing_asks_nothing_that_cannot_be_answered(self):
        """Without a login there is no page to rate on, and no mail holds the key to a rating."""
        self.env.company.service_desk_mail_link = "open"
        ticket = self.quiet()
        ticket.write({"state": "resolved", **self.solution})
        with self.mock_mail_gateway():
            ticket.action_close()
        (mail,) = self.sent()
        self.assertNotIn("How did we do?", mail["body"])
        self.assertNotIn("/rate/", mail["body"])

    def test_closing_without_the_question(self):
        """Where it does not."""
        self.env.company.service_desk_ask_rating = False
        ticket = self.quiet(requester_id=self.portal_a.partner_id.id)
        ticket.write({"state": "resolved", **self.solution})
        with self.mock_mail_gateway():
            ticket.action_close()
        (mail,) = self.sent()
        self.assertNotIn("How did we do?", mail["body"])

    def test_requester_who_closes_hears_nothing(self):
        """No mail goes to its author."""
        ticket = self.quiet(requester_id=self.portal_a.partner_id.id)
        ticket.write({"state": "resolved", **self.solution})
        with self.mock_mail_gateway():
            ticket.with_user(self.portal_a)._requester_close()
        self.assertFalse(self.sent())

    def test_cancelling_tells_why(self):
        """Nobody waits for what will not come."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            ticket.write({"state": "cancelled", "resolution": "<p>Reported twice.</p>"})
        (mail,) = self.sent_to(RITA)
        self.assertIn("Reported twice.", mail["body"])

    def test_merging_tells_nobody(self):
        """The requester goes on hearing of the one that is left."""
        one, other = self.quiet(), self.quiet()
        with self.mock_mail_gateway():
            one.action_merge(other.id)
        self.assertFalse(self.sent())

    def test_parent_and_children_of_one_person_are_one_mail(self):
        """It names the others; people with tickets of their own hear of those."""
        parent = self.quiet()
        child = self.quiet(parent_id=parent.id)
        other = self.quiet(parent_id=parent.id, requester_id=self.portal_a.partner_id.id)
        wizard = self.env["service.desk.resolve.wizard"].with_user(self.agent)
        wizard = wizard.with_context(active_model=parent._name, active_ids=parent.ids).create(self.solution)
        wizard.line_ids.is_chosen = True
        with self.mock_mail_gateway():
            wizard.action_confirm()
        (mail,) = self.sent_to(RITA)
        self.assertIn(parent.number, mail["subject"])
        self.assertIn(child.number, mail["body"])
        (theirs,) = self.sent_to("test_portal_a@example.com")
        self.assertIn(other.number, theirs["subject"])

    def test_bulk_changes_tell_nobody(self):
        """Unless whoever makes the change asks for it."""
        tickets = self.quiet() | self.quiet(requester_id=self.portal_a.partner_id.id)
        with self.mock_mail_gateway():
            tickets.write({"state": "resolved", **self.solution})
        self.assertFalse(self.sent())
        with self.mock_mail_gateway():
            tickets.with_context(service_desk_notify=True).write({"state": "closed"})
        self.assertEqual(len(self.sent()), 2)

    # -- Answers ---------------------------------------------------------------------------------

    def test_answer_is_one_mail_in_whatever_roles(self):
        """Requester, submitter, follower and copied address may be the same person."""
        twin = self.env["res.partner"].create({"name": "Rita again", "email": "Rita@customer.test"})
        ticket = self.quiet(submitted_by_id=twin.id)
        ticket.sudo().email_cc = "RITA@customer.test"
        ticket.sudo().message_subscribe(partner_ids=(self.rita | twin).ids)
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        self.assertEqual(len(self.sent()), 1)
        self.assertEqual(len(self.sent_to(RITA)), 1)

    def test_two_followers_get_a_mail_each(self):
        """Neither sees the other's address."""
        ticket = self.quiet()
        boss = self.env["res.partner"].create({"name": "Boss", "email": "boss@customer.test"})
        ticket.sudo().message_subscribe(partner_ids=boss.ids)
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        self.assertEqual(len(self.sent()), 2)
        for mail in self.sent():
            self.assertEqual(len(mail["email_to"]), 1)
            self.assertNotIn("X-Msg-To-Add", mail["headers"])

    def test_copied_people_read_answers_not_notes(self):
        """Whom the requester copied takes part in the conversation, and in nothing else."""
        ticket = self.quiet()
        ticket.sudo().email_cc = "boss@customer.test, noreply@customer.test"
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        self.assertEqual(len(self.sent_to("boss@customer.test")), 1)
        self.assertFalse(self.sent_to("noreply@customer.test"))
        with self.mock_mail_gateway():
            ticket.with_user(self.agent).message_post(body="Secret", subtype_xmlid="mail.mt_note")
        self.assertFalse(self.sent())

    def test_notes_and_changes_go_to_nobody_outside(self):
        """Also to followers who have chosen to hear of everything."""
        ticket = self.quiet().with_context(mail_notrack=False)
        ticket.sudo().message_subscribe(
            partner_ids=self.rita.ids,
            subtype_ids=self.env["mail.message.subtype"].search([]).ids,
        )
        with self.mock_mail_gateway():
            ticket.with_user(self.agent).message_post(body="Secret", subtype_xmlid="mail.mt_note")
            ticket.write({"urgency": "1", "team_id": self.team_two.id})
            self.env.flush_all()
            self.env.cr.precommit.run()
        self.assertFalse(self.sent_to(RITA))

    def test_own_answer_by_mail_does_not_come_back(self):
        """Neither to a contact nor to somebody who is none."""
        self.team_one.unknown_sender = "accept"
        row = self.arrive("Nora New <nora@elsewhere.test>", Message_ID="<one@elsewhere.test>")
        with self.mock_mail_gateway():
            self.arrive("Nora New <nora@elsewhere.test>", In_Reply_To="<one@elsewhere.test>", text="More of it.")
        self.assertIn("More of it.", self.ticket_of(row)._public_messages().body)
        self.assertFalse(self.sent_to("nora@elsewhere.test"))

    def test_reminder_repeats_the_open_question(self):
        """And nothing that the requester has said since."""
        ticket = self.quiet()
        ticket.write({"state": "pending", "pending_reason_id": self.reason.id})
        self.say(ticket, self.agent, "Which printer?")
        with self.mock_mail_gateway():
            ticket.sudo()._remind_requester()
        self.assertIn("Which printer?", self.sent()[0]["body"])

    def test_own_words_are_no_open_question(self):
        """Also of somebody who is no contact of ours."""
        self.team_one.unknown_sender = "accept"
        row = self.arrive("Nora New <nora@elsewhere.test>", Message_ID="<one@elsewhere.test>")
        ticket = self.ticket_of(row)
        self.arrive("Nora New <nora@elsewhere.test>", In_Reply_To="<one@elsewhere.test>", text="Hurry.")
        with self.mock_mail_gateway():
            ticket._send_notice("reminder")
        (mail,) = self.sent_to("nora@elsewhere.test")
        self.assertNotIn("Hurry.", mail["body"])
