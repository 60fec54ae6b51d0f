"""Promises on the overview and in the digest: the numbers, and the tickets behind each."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestSlaOverview(ClockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_policy(targets=[("resolution", "1", 60), ("resolution", "2", 150), ("resolution", "any", 480)])
        # The demo's tickets belong to other teams.
        cls.team = cls.env["service.desk.team"].create({"name": "Heating", "member_ids": [(6, 0, cls.agent.ids)]})

    def make(self, **values):
        return self.make_incident(team_id=self.team.id, **values)

    def setUp(self):
        super().setUp()
        self.breached = self.make(name="breached", impact="1", urgency="1")
        self.risk = self.make(name="risk", impact="1", urgency="2")
        self.make(name="running")
        self.kept = [self.make(name=f"kept {number}") for number in range(3)]
        self.missed = self.make(name="missed", impact="1", urgency="1")
        self.wall("2026-03-02 12:00")
        for ticket in (*self.kept, self.missed):
            self.resolve(ticket)
        self.env.flush_all()
        self.options = {
            "period": "custom", "date_from": "2026-03-02", "date_to": "2026-03-02", "team_ids": self.team.ids,
        }

    def overview(self):
        return self.env["service.desk.overview"].with_user(self.agent).with_context(tz=self.zone)

    def test_figures_count_promises(self):
        """What is late, what soon will be, and which part was in time."""
        figures = self.overview().get_overview(self.options)["figures"]
        self.assertEqual((figures["breached"]["count"], figures["at_risk"]["count"]), (1, 1))
        in_time = figures["in_time"]
        self.assertEqual((in_time["kind"], in_time["count"], in_time["total"]), ("share", 3, 4))

    def test_numbers_lead_to_their_tickets(self):
        """These, and no others."""
        told = self.overview().get_overview(self.options)
        for key, names in {
            "breached": ["breached"],
            "at_risk": ["risk"],
            "in_time": ["kept 0", "kept 1", "kept 2"],
        }.items():
            action = self.overview().get_records_action(told["options"], key)
            rows = self.env[action["res_model"]].with_user(self.agent).search(action["domain"])
            with self.subTest(key):
                self.assertEqual(sorted(rows.mapped("name")), names)

    def test_ticket_without_promise_is_neither_kept_nor_broken(self):
        """What nothing was promised about does not count."""
        self.env["service.desk.sla.policy"].search([]).active = False
        ticket = self.make()
        self.resolve(ticket)
        figures = self.overview().get_overview(self.options)["figures"]
        self.assertEqual((figures["resolved"]["count"], figures["in_time"]["total"]), (5, 4))

    def test_digest_tells_what_is_late_and_soon_will_be(self):
        """In the company of the digest, for whoever may read tickets."""
        digest = self.env["digest.digest"].create({"name": "Desk"}).with_user(self.agent).sudo(False)
        before = (digest.kpi_service_desk_breached_value, digest.kpi_service_desk_at_risk_value)
        self.resolve(self.breached)
        self.wall("2026-03-02 12:31")
        digest.invalidate_recordset()
        after = (digest.kpi_service_desk_breached_value, digest.kpi_service_desk_at_risk_value)
        # One is over, the other has become late.
        self.assertEqual((after[0] - before[0], after[1] - before[1]), (0, -1))
