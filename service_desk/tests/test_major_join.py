from ast import literal_eval

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .major_case import MajorCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestMajorJoin(MajorCase):
    """Those who wait for the same."""

    def setUp(self):
        super().setUp()
        self.major = self.declare()
        self.main = self.major.incident_id

    def test_likely_ones_are_proposed(self):
        """Open, about the same service, since it began, and not waiting for anything yet."""
        likely = self.make_incident(service_id=self.service.id)
        self.make_incident()
        self.make_resolved(service_id=self.service.id)
        self.make_incident(service_id=self.service.id, parent_id=self.make_incident().id)
        self.assertEqual(self.major._likely_children(), likely)

    def test_dialog_joins_them_in_one_go(self):
        """Those that cannot be joined are named and stay."""
        children = self.make_incident() | self.make_incident()
        over = self.make_resolved()
        wizard = (
            self.env["service.desk.major.join.wizard"]
            .with_user(self.agent)
            .create({"major_id": self.major.id, "incident_ids": [(6, 0, (children | over | self.main).ids)]})
        )
        self.assertIn(over.number, wizard.left_out)
        wizard.action_confirm()
        self.assertEqual(self.main.child_ids, children)
        self.assertFalse(over.parent_id)

    def test_nothing_to_join_is_said(self):
        """Instead of a dialog that closes and has done nothing."""
        wizard = (
            self.env["service.desk.major.join.wizard"]
            .with_user(self.agent)
            .create({"major_id": self.major.id, "incident_ids": [(6, 0, self.make_resolved().ids)]})
        )
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_form_proposes_the_major_one(self):
        """On open incidents of the same service, and one click joins."""
        incident = self.make_incident(service_id=self.service.id)
        self.assertEqual(incident.near_major_id, self.major.with_user(self.agent))
        incident.action_join_near_major()
        self.assertEqual(incident.parent_id, self.main)
        self.assertFalse(incident.near_major_id)
        self.assertFalse(self.make_incident().near_major_id)

    def test_hidden_major_is_not_proposed(self):
        """Who may not open it does not hear of it."""
        hidden = self.make_main(self.agent_walled, team_id=self.team_walled.id)
        service = self.env["service.desk.service"].create({"name": "Other"})
        hidden.sudo().service_id = service
        major = self.declare(hidden, self.agent_walled)
        incident = self.make_incident(service_id=service.id)
        self.assertFalse(incident.near_major_id)
        with self.assertRaises(AccessError):
            major.with_user(self.agent)._join(incident)

    def test_resolved_together(self):
        """The usual dialog offers them; whoever asked hears of it once."""
        child = self.make_incident(service_id=self.service.id, requester_id=self.portal_a.partner_id.id)
        self.major._join(child.with_user(self.agent_two))
        action = self.major.action_resolve()
        wizard = self.env[action["res_model"]].with_user(self.agent_two).with_context(**action["context"])
        wizard.create({"resolution": "<p>New cable.</p>", "resolution_code_id": self.code.id}).action_confirm()
        self.assertEqual((self.main.state, child.state), ("resolved", "resolved"))

    def test_only_running_ones_take_more(self):
        """What is over is over."""
        self.major._stand_down("Enough")
        with self.assertRaises(UserError):
            self.major._join(self.make_incident())

    def test_tickets_cost_no_more_while_nothing_runs(self):
        """Nobody pays on the form of an incident for what is not there."""
        self.major._stand_down("Enough")
        incident = self.make_incident(service_id=self.service.id)
        incident.read(["name", "phase", "service_id", "parent_id", "major_state", "near_major_id"])
        with_it = self.queries(lambda: incident.read(["name", "near_major_id"]))
        without = self.queries(lambda: incident.read(["name"]))
        self.assertEqual(with_it.total(), without.total())

    def test_joining_many_costs_few_queries(self):
        """One entry in the timeline for all of them."""

        def measure(count):
            incidents = (
                self.env["service.desk.incident"]
                .browse([self.make_incident(self.agent_two).id for _number in range(count)])
                .with_user(self.agent_two)
            )
            return self.queries(lambda: self.major._join(incidents))

        self.assert_queries(measure, (2, 12), lambda few, many: many <= few + 4)


@tagged("post_install", "-at_install")
class TestMajorPortal(MajorCase, PortalCase):
    """ "I have this too" on the portal."""

    def setUp(self):
        super().setUp()
        self.major = self.declare()
        self.path = f"/my/announcements/{self.major.announcement_id.id}"
        self.login(self.portal_a)

    def children(self):
        return self.major.incident_id.sudo().child_ids

    def test_dialog_offers_no_major_incident_as_its_own_child(self):
        """Nor another one that is led by itself; what can be joined is there."""
        other, usual = self.declare().incident_id, self.make_incident()
        view = self.env["service.desk.major.join.wizard"].with_user(self.agent).get_view(view_type="form")["arch"]
        domain = html.fromstring(view.encode()).xpath("//field[@name='incident_ids']/@domain")[0]
        found = usual.search(literal_eval(domain))
        self.assertIn(usual, found)
        self.assertFalse(found & (other | self.major.incident_id))

    def test_one_click_makes_a_ticket_below_it(self):
        """The banner's words are its subject; twice is once."""
        self.assertIn("I have this too", self.get("/my/service-desk").text)
        page = self.post(f"{self.path}/report")
        self.assertIn("/my/tickets/INC", page.url)
        child = self.children()
        self.assertEqual((child.name, child.requester_id), ("Mail is out of order", self.portal_a.partner_id))
        self.assertEqual(child.channel, "portal")
        again = self.post(f"{self.path}/report")
        self.assertEqual(again.url.split("?")[0], page.url.split("?")[0])
        self.assertIn("We have received your", page.text)
        self.assertIn("You have reported this already", again.text)
        for path in ("/my/service-desk", self.path):
            known = self.get(path).text
            self.assertIn("You reported this", known)
            self.assertNotIn("I have this too", known)
        self.assertEqual(self.children(), child)

    def test_who_has_it_too_hears_how_it_goes(self):
        """One mail for each update, however often they said so; whoever wants none says that once."""
        announcement = self.major.announcement_id.sudo()
        for _click in range(2):
            self.post(f"{self.path}/report")
        self.assertEqual(announcement.subscription_ids.partner_id, self.portal_a.partner_id)
        announcement._post_update("<p>We found it.</p>")
        self.assertEqual(self.mail_updates().recipient_ids, self.portal_a.partner_id)
        self.post(f"{self.path}/unsubscribe")
        announcement._post_update("<p>Nearly there.</p>")
        self.assertFalse(self.mail_updates())

    def test_ticket_tells_nothing_of_the_incident(self):
        """Of the one behind the banner neither number nor words are on the page."""
        self.major.incident_id.sudo().name = "Fraud in the canteen"
        page = self.post(f"{self.path}/report").text
        self.assertNotIn("Fraud", page)
        self.assertNotIn(self.major.incident_id.number, page)

    def test_link_reports_nothing(self):
        """Only the button does."""
        self.get(f"{self.path}/report")
        self.assertFalse(self.children())

    def test_over_takes_no_reports(self):
        """After it is stood down the button is gone and the address says why."""
        self.major._stand_down("Enough")
        self.major.sudo().announcement_id._end()
        self.assertEqual(self.post(f"{self.path}/report").status_code, 422)
        self.assertFalse(self.children())

    def test_not_for_them_is_not_there(self):
        """A banner for employees takes no reports of customers."""
        self.major.sudo().announcement_id.audience = "internal"
        self.assertEqual(self.post(f"{self.path}/report").status_code, 404)
        self.assertFalse(self.children())
