"""Lists, boards and the queue: where each promise stands, and what comes first."""

from lxml import etree

from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestSlaLists(ClockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_policy(targets=[("resolution", "1", 60), ("resolution", "2", 150), ("resolution", "any", 480)])

    def make_all_states(self):
        """A ticket in each state at noon, by name."""
        tickets = {
            "breached": self.make_incident(name="breached", impact="1", urgency="1"),
            "risk": self.make_incident(name="risk", impact="1", urgency="2"),
            "running": self.make_incident(name="running"),
            "paused": self.make_incident(name="paused", impact="1", urgency="1"),
            "met": self.make_incident(name="met"),
            "missed": self.make_incident(name="missed", impact="1", urgency="1"),
        }
        self.wall("2026-03-02 10:30")
        self.hold(tickets["paused"])
        self.wall("2026-03-02 12:00")
        self.resolve(tickets["met"] + tickets["missed"])
        self.env.flush_all()
        self.env.invalidate_all()
        return tickets

    def mine(self, tickets):
        return [("id", "in", [ticket.id for ticket in tickets.values()])]

    def test_each_state_is_shown_found_and_grouped_alike(self):
        """What a badge says, a filter finds and a group counts, without a job having run."""
        tickets = self.make_all_states()
        incidents = self.env["service.desk.incident"].with_user(self.agent)
        for state, ticket in tickets.items():
            self.assertEqual(ticket.sla_state, state)
            found = incidents.search([*self.mine(tickets), ("sla_state", "=", state)])
            self.assertEqual(found, ticket)
        groups = dict(incidents._read_group(self.mine(tickets), ["sla_state"], ["id:recordset"]))
        self.assertEqual(groups, {state: ticket.with_user(self.agent) for state, ticket in tickets.items()})

    def test_ticket_without_promise_stands_apart(self):
        """It is in no state at all, and a group of its own."""
        self.env["service.desk.sla.policy"].search([]).active = False
        ticket = self.make_incident()
        incidents = self.env["service.desk.incident"].with_user(self.agent)
        self.assertFalse(ticket.sla_state)
        self.assertEqual(incidents.search([("sla_state", "=", False), ("id", "=", ticket.id)]), ticket)
        self.assertEqual(
            incidents._read_group([("id", "=", ticket.id)], ["sla_state"], ["__count"]), [(False, 1)]
        )

    def test_queue_says_the_same_and_is_ordered_by_it(self):
        """What is late comes first, then what is due; what is paused waits at the end."""
        tickets = self.make_all_states()
        queue = self.env["service.desk.work"].with_user(self.agent)
        numbers = [ticket.number for ticket in tickets.values()]
        rows = queue.search([("number", "in", numbers)])
        self.assertEqual(rows.mapped("name"), ["breached", "risk", "running", "paused"])
        self.assertEqual(rows.mapped("sla_state"), rows.mapped("name"))
        for row in rows:
            found = queue.search([("number", "in", numbers), ("sla_state", "=", row.name)])
            self.assertEqual(found, row)
        groups = dict(queue._read_group([("number", "in", numbers)], ["sla_state"], ["__count"]))
        self.assertEqual(groups, dict.fromkeys(("breached", "risk", "running", "paused"), 1))

    def test_queue_costs_the_same_for_many(self):
        """No query for a row's promise."""
        def measure(count):
            for number in range(count):
                self.make_incident(name=str(number))
            queue = self.env["service.desk.work"].with_user(self.agent)
            return self.queries(lambda: queue.search_fetch([], ["number", "sla_state", "date_due"]).mapped("sla_state"))

        self.assert_same_queries(measure, 2, 9)

    def test_filters_find_what_they_say(self):
        """Each filter of the search, on tickets and in the queue."""
        tickets = self.make_all_states()
        names = {
            "sla_breached": ["breached"],
            "sla_risk": ["risk"],
            "sla_paused": ["paused"],
            "due_next_hour": ["risk"],
        }
        for model in ("service.desk.incident", "service.desk.work"):
            records = self.env[model].with_user(self.agent)
            arch = etree.fromstring(records.get_view(view_type="search")["arch"])
            for name, expected in names.items():
                (node,) = arch.xpath(f"//filter[@name='{name}']")
                domain = safe_eval(node.get("domain"), {"uid": self.agent.id})
                with self.subTest(model=model, filter=name), freeze_time("2026-03-02 11:00:00"):
                    found = records.search([("number", "in", [t.number for t in tickets.values()]), *domain])
                    self.assertEqual(found.mapped("name"), expected)

    def test_due_date_of_a_promised_ticket_is_not_typed_over(self):
        """It follows from the clocks; another date is agreed on in its dialog."""
        view = self.env["service.desk.incident"].with_user(self.agent).get_view(view_type="form")
        (due,) = etree.fromstring(view["arch"]).xpath("//field[@name='date_due'][not(ancestor::field)]")
        self.assertTrue(safe_eval(due.get("readonly"), {"sla_state": "running"}))
        self.assertFalse(safe_eval(due.get("readonly"), {"sla_state": False}))
