"""Many promises that break at once, and what one person hears of them."""

from odoo.tests import tagged

from ..models.service_desk_sla_bundle_mixin import MOST_NOTICES
from .escalation_case import EscalationCase

MANY = MOST_NOTICES + 25


@tagged("post_install", "-at_install")
class TestEscalationStorm(EscalationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader.notification_type = "email"
        cls.make_level(75, notify_leader=True)

    def letters(self, user):
        """What this user was told by the desk, in order."""
        return self.env["mail.message"].search(
            [("message_type", "=", "user_notification"), ("notified_partner_ids", "in", user.partner_id.ids)],
            order="id",
        )

    def break_many(self, **values):
        tickets = [self.open_incident(name=f"Broken <b>{place}</b>", **values) for place in range(MANY)]
        before = self.letters(self.leader)
        self.run_job(3.5)
        return tickets, self.letters(self.leader) - before

    def test_one_person_gets_few_messages_of_one_run(self):
        """The first ones one by one, the rest in one message that names them."""
        tickets, letters = self.break_many()
        self.assertEqual(len(letters), MOST_NOTICES + 1)
        together = letters.sorted("id")[-1]
        self.assertIn(str(MANY - MOST_NOTICES), together.subject)
        named = [ticket for ticket in tickets if ticket.number in together.body]
        self.assertEqual(len(named), MANY - MOST_NOTICES)
        self.assertNotIn("<b>1</b>", together.body)
        self.assertFalse(together.model)

    def test_nothing_is_told_twice(self):
        """The next run has nothing more to tell, and each level is on record for each ticket."""
        tickets, letters = self.break_many()
        self.run_job(3.6)
        self.assertEqual(self.letters(self.leader)[-len(letters):], letters)
        self.assertTrue(all(self.fired(ticket) == [75] for ticket in tickets))
        self.assertFalse(self.env["service.desk.sla.escalation"].search([("later_user_ids", "!=", False)]))

    def test_who_lost_the_ticket_meanwhile_is_not_told_of_it(self):
        """What was put off is told by what is true then."""
        lines = self.env["service.desk.sla.escalation"]
        tickets = [self.open_incident() for _place in range(3)]
        for ticket in tickets:
            lines.create(
                {"clock_id": self.clock(ticket).id, "percent": 75, "later_user_ids": [(6, 0, self.leader.ids)]}
            )
        tickets[0].sudo().write({"team_id": self.team_walled.id, "user_id": False})
        lines._tell_together()
        letter = self.letters(self.leader)[-1:]
        self.assertNotIn(tickets[0].number, letter.body)
        self.assertIn(tickets[1].number, letter.body)

    def test_quiet_hour_later_they_are_told_one_by_one_again(self):
        """Only a storm is told together."""
        self.break_many()
        late = self.open_incident(hours=3)
        self.run_job(hours=30)
        self.assertEqual(self.told(late), ["test_leader"])
