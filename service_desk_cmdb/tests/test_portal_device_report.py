from lxml.html import fromstring

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_desk.tests.portal_common import PortalCase

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestPortalDeviceReport(CiCase, PortalCase):
    """People say on the portal that something they have in hand is broken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workstation = cls.env.ref("service_desk_cmdb.ci_class_workstation")
        cls.laptop, cls.foreign = (
            cls.make_ci(f"LT-{user.login}", cls.workstation, asset_tag="A<b>7", user_partner_id=user.partner_id.id)
            for user in (cls.employee, cls.portal_a)
        )
        cls.key = f"ci-{cls.laptop.id}"

    def setUp(self):
        super().setUp()
        self.login(self.employee)

    def choices(self, response):
        """What the form offers, and what is chosen there."""
        options = fromstring(response.content).xpath("//select[@id='o_sd_device']/option")
        chosen = [option.get("value") for option in options if option.get("selected")]
        return {option.get("value"): option.text for option in options}, chosen

    def assert_refused(self, sentence, **data):
        """A sentence beside the field, what was typed still there, and no ticket."""
        before = self.count()
        response = self.raise_ticket(name="It is wet", description="Coffee", **data)
        self.assertEqual(response.status_code, 422)
        page = fromstring(response.content)
        self.assertEqual(self.count(), before)
        self.assertIn(sentence, page.get_element_by_id("o_sd_device_error").text_content())
        self.assertEqual(page.get_element_by_id("o_sd_name").get("value"), "It is wet")
        self.assertEqual(page.get_element_by_id("o_sd_description").text, "Coffee")
        return response

    def test_link_opens_the_form_with_the_device_chosen(self):
        """Each device has one; the form names what is with the person, and nothing else."""
        page = fromstring(self.get("/my/access").content)
        links = page.xpath("//section[@aria-labelledby='o_sd_devices']//a/@href")
        self.assertEqual(links, [f"/my/tickets/new?kind=incident&device={self.key}"])
        name = f"LT-{self.employee.login} A<b>7"
        self.assertEqual(self.choices(self.get(links[0])), ({"": "None of them", self.key: name}, [self.key]))

    def test_form_asks_only_those_who_have_something(self):
        """And only when something is broken; nothing is chosen without being asked for."""
        self.assertEqual(self.choices(self.get("/my/tickets/new?kind=incident"))[1], [])
        self.assertEqual(self.choices(self.get(f"/my/tickets/new?kind=request&device={self.key}")), ({}, []))
        self.assertEqual(self.choices(self.get(f"/my/tickets/new?kind=incident&device=ci-{self.foreign.id}"))[1], [])
        self.login(self.portal_b)
        self.assertEqual(self.choices(self.get("/my/tickets/new?kind=incident")), ({}, []))

    def test_incident_is_about_the_device_and_its_service(self):
        """For employees and for customers."""
        for user, item in ((self.employee, self.laptop), (self.portal_a, self.foreign)):
            item.service_ids = self.service
            self.login(user)
            with self.subTest(user=user.login):
                self.assertEqual(self.raise_ticket(name=user.login, device=f"ci-{item.id}").status_code, 200)
                incident = self.newest()
                self.assertEqual((incident.name, incident.requester_id), (user.login, user.partner_id))
                self.assertEqual((incident.ci_ids, incident.service_id), (item, self.service))

    def test_chosen_service_counts(self):
        """The device only fills what was left open."""
        self.laptop.service_ids = self.service
        other = self.env["service.desk.service"].create({"name": "Network"})
        self.raise_ticket(device=self.key, service=other.id)
        self.assertEqual((self.newest().ci_ids, self.newest().service_id), (self.laptop, other))

    def test_service_is_not_guessed_nor_revealed(self):
        """None of several, and none that the person does not know of."""
        several = self.service + self.env["service.desk.service"].create({"name": "Network"})
        for number, services in enumerate((several, self.hidden_service)):
            self.laptop.service_ids = [Command.set(services.ids)]
            with self.subTest(services=services.mapped("name")):
                self.raise_ticket(name=f"Ticket {number}", device=self.key)
                self.assertEqual(self.newest().name, f"Ticket {number}")
                self.assertEqual((self.newest().ci_ids, bool(self.newest().service_id)), (self.laptop, False))

    def test_what_is_not_in_hand_is_refused(self):
        """Of somebody else, of nobody, of another kind, or no key at all."""
        keys = (f"ci-{self.foreign.id}", "ci-999999999", str(self.laptop.id), f"seat-{self.laptop.id}", "<b>", "ci-")
        for key in keys:
            with self.subTest(key=key):
                response = self.assert_refused("is not on record with you", device=key)
                self.assertEqual(self.choices(response)[1], [])
                self.assertNotIn(self.foreign.name, response.text)

    def test_what_was_taken_back_meanwhile_is_refused(self):
        """With Send it is looked up anew; the form goes on without."""
        self.laptop.sudo()._hand_over(self.env["res.partner"], "T1")
        response = self.assert_refused("is not on record with you", device=self.key)
        self.assertEqual(self.choices(response), ({"": "None of them"}, []))
        self.raise_ticket(name="It is wet", device="")
        self.assertEqual((self.newest().name, bool(self.newest().ci_ids)), ("It is wet", False))

    def test_company_of_the_device_is_that_of_the_ticket(self):
        """A service of another company does not go with it; a device of a strange company is not offered."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        user = self.employee
        user.sudo().company_ids += other
        self.laptop.sudo().write({"service_ids": [Command.clear()], "company_id": other.id})
        service = self.env["service.desk.service"].create({"name": "Here", "company_id": user.company_id.id})
        response = self.assert_refused("does not go with the service", device=self.key, service=service.id)
        self.assertEqual(self.choices(response)[1], [self.key])
        self.raise_ticket(device=self.key)
        self.assertEqual((self.newest().ci_ids, self.newest().company_id), (self.laptop, other))
        user.sudo().company_ids -= other
        self.assertNotIn("device=ci-", self.get("/my/access").text)
        self.assert_refused("is not on record with you", device=self.key)

    def test_requests_are_not_about_devices(self):
        """Their form does not ask; what is sent nevertheless is left out."""
        self.raise_ticket(kind="request", name="A bag", device=self.key)
        request = self.newest("service.desk.request")
        self.assertEqual((request.name, bool(request.ci_ids)), ("A bag", False))

    def test_many_devices_cost_no_more_queries(self):
        """What is offered is found at once."""
        portal = self.env["service.desk.portal"].with_user(self.employee)
        for count in (1, 20):
            if count > 1:
                for number in range(count):
                    self.make_ci(f"S{number}", self.workstation, user_partner_id=self.employee.partner_id.id)
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertTrue(portal.env.user.company_ids and portal.env.user.partner_id)
            with self.subTest(count=count), self.assertQueryCount(2):
                self.assertEqual(len(portal._device_choices()), count + (count > 1))
