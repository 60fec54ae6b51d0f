from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestSlaDemo(TransactionCase):
    """The demo shows promises in each of their states, and sends nobody a mail about them."""

    def demo(self, model):
        named = self.env["ir.model.data"].search(
            [("module", "=", "service_desk_sla"), ("model", "=", model), ("name", "like", "%_demo")]
        )
        return self.env[model].browse(named.mapped("res_id"))

    def test_promises_stand_everywhere(self):
        """One of each that is open, whatever the hour; the past has kept and broken ones."""
        is_there = self.env.ref("base.module_service_desk_sla").demo
        states = set(self.demo("service.desk.incident").mapped("promise_state"))
        self.assertEqual(states, {"running", "paused"} if is_there else set())
        kinds = set(self.demo("service.desk.sla.policy").mapped("kind"))
        self.assertEqual(kinds, {"sla", "ola", "uc"} if is_there else set())
        self.assertFalse(self.demo("service.desk.sla.policy").filtered("warnings"))
        ended = self.env["service.desk.incident"].search([("promise_state", "=", "ended")])
        self.assertEqual(set(ended.mapped("is_breached")), {True, False} if is_there else set())

    def test_open_tickets_have_clocks(self):
        """Lists and boards of the demo look alive: nearly every open ticket was promised something."""
        is_there = self.env.ref("base.module_service_desk_sla").demo
        for model in ("service.desk.incident", "service.desk.request"):
            named = self.env["ir.model.data"].search([("model", "=", model), ("name", "like", "%_demo")])
            tickets = self.env[model].browse(named.mapped("res_id"))
            tickets = tickets.filtered(lambda ticket: ticket.phase not in ("done", "closed"))
            share = len(tickets.filtered("promise_state")) / max(len(tickets), 1)
            with self.subTest(model=model):
                self.assertEqual(share > 0.9, is_there)

    def test_clocks_of_the_demo_tell_nobody(self):
        """No escalation is waiting for the first run of the job."""
        policies = self.demo("service.desk.sla.policy")
        self.assertFalse(policies.level_ids)
