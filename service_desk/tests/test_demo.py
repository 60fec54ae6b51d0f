from odoo.tests import TransactionCase


class TestDemo(TransactionCase):
    """The demo data shows the whole desk, and none of it is there where nobody asked for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.with_demo = cls.env.ref("base.module_service_desk").demo

    def demo_records(self, model):
        """The demo records of ``model`` that came with this addon."""
        named = self.env["ir.model.data"].search(
            [("module", "=", "service_desk"), ("model", "=", model), ("name", "like", "%_demo")]
        )
        return self.env[model].browse(named.mapped("res_id"))

    def expected(self, value):
        """``value`` on a database with demo data, else its empty counterpart."""
        return value if self.with_demo else type(value)()

    def test_logins_exist_only_with_demo_data(self):
        """The well-known logins are made by demo data alone."""
        logins = set(self.demo_records("res.users").mapped("login"))
        shown = {"agent", "manager", "employee"}
        self.assertEqual(logins & shown, self.expected(shown))

    def test_employee_and_portal_have_no_desk_role(self):
        """The employee and the customer of the demo are requesters, nothing more."""
        partners = self.demo_records("res.partner")
        users = partners.user_ids | self.demo_records("res.users")
        requesters = users.filtered(lambda user: not user.has_group("service_desk.group_agent"))
        self.assertEqual(requesters.mapped("login"), self.expected(["employee"]))

    def test_reopened_tickets_say_when(self):
        """The overview and the analysis tell the same about them."""
        for model in ("service.desk.incident", "service.desk.request"):
            reopened = self.demo_records(model).filtered("reopen_count")
            self.assertTrue(all(reopened.mapped("date_reopened")), model)

    def test_incidents_show_every_state(self):
        """Each state of an incident has an example."""
        states = set(self.demo_records("service.desk.incident").mapped("state"))
        self.assertEqual(states, self.expected(set(self.env["service.desk.incident"]._lifecycle.phases)))

    def test_requests_show_every_state(self):
        """Each state of a request has an example."""
        states = set(self.demo_records("service.desk.request").mapped("state"))
        self.assertEqual(states, self.expected(set(self.env["service.desk.request"]._lifecycle.phases)))

    def test_waiting_tickets_have_a_reason(self):
        """A pending ticket always says what it waits for, in the demo, too."""
        pending = self.demo_records("service.desk.incident").filtered(lambda t: t.state == "pending")
        self.assertEqual(len(pending.pending_reason_id) > 1, self.with_demo)
        self.assertEqual(pending.filtered(lambda ticket: not ticket.pending_reason_id), pending.browse())

    def test_last_move_leads_to_the_state(self):
        """The history of a demo ticket ends where the ticket is."""
        incidents = self.demo_records("service.desk.incident").filtered("transition_ids")
        ends = [incident.transition_ids.sorted("date")[-1].state_to for incident in incidents]
        self.assertEqual(bool(ends), self.with_demo)
        self.assertEqual(ends, incidents.mapped("state"))

    def test_requesters_follow_their_tickets(self):
        """Whoever raised a demo ticket hears of replies."""
        incidents = self.demo_records("service.desk.incident")
        deaf = incidents.filtered(lambda t: t.requester_id not in t.message_partner_ids)
        self.assertEqual(bool(incidents), self.with_demo)
        self.assertEqual(deaf, incidents.browse())
