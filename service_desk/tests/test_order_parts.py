"""An order of several items waits for its parts, whatever becomes of them."""

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .catalog_common import CatalogCase


@tagged("-at_install", "post_install")
class TestOrderParts(CatalogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mouse = cls.make_item("Mouse", price=20)

    def setUp(self):
        super().setUp()
        self.whole = self.order(self.employee, self.monitor, self.mouse)[0].sudo()
        self.screen, self.pointer = self.whole.child_ids.sorted("id")

    def fulfill(self, tickets):
        tickets.with_user(self.agent).write({"state": "fulfilled", "resolution": "<p>Here</p>"})

    def to_incident(self, request):
        action = request.with_user(self.agent).action_convert_to_incident()
        return self.env["service.desk.incident"].browse(action["res_id"])

    def to_request(self, incident):
        action = incident.with_user(self.agent).action_convert_to_request()
        return self.env["service.desk.request"].browse(action["res_id"])

    # -- While parts are open --------------------------------------------------------------------

    def test_agent_cannot_fulfill_an_order_with_open_parts(self):
        """The sentence says what is still to come."""
        with self.assertRaisesRegex(UserError, f"{self.screen.number}, {self.pointer.number}"):
            self.fulfill(self.whole)

    def test_agent_fulfills_an_order_together_with_its_parts(self):
        """In one go, as the dialog for children does."""
        self.fulfill(self.whole | self.screen | self.pointer)
        self.assertEqual(self.whole.state, "fulfilled")

    def test_form_offers_no_end_of_an_order_with_open_parts(self):
        """Neither Resume nor Fulfill, which the parts still have; both when nothing is open any more."""
        whole, part = self.whole.with_user(self.agent), self.screen.with_user(self.agent)
        self.assertEqual((whole.has_open_parts, part.has_open_parts), (True, False))
        arch = etree.fromstring(whole.get_view(view_type="form")["arch"])
        names = ("action_resume", "action_resolve")
        buttons = [button for button in arch.find("header") if button.get("name") in names]
        self.assertEqual(len(buttons), 3)
        values = {"id": whole.id, "state": "pending", "phase": "pending", "user_id": False, "approval_state": "none"}
        for has_open_parts, count in ((True, 0), (False, 2)):
            values["has_open_parts"] = has_open_parts
            shown = [one for one in buttons if not safe_eval(one.get("invisible"), values)]
            self.assertEqual(len(shown), count)
        self.fulfill(self.screen | self.pointer)
        self.assertFalse(whole.has_open_parts)

    def test_last_parts_of_two_orders_end_at_once(self):
        """One write over parts of both ends both orders."""
        other = self.order(self.employee, self.monitor, self.mouse)[0].sudo()
        self.fulfill(self.whole.child_ids | other.child_ids)
        self.assertEqual((self.whole | other).mapped("state"), ["fulfilled", "fulfilled"])

    # -- A part that goes on as something else -----------------------------------------------------

    def test_part_that_becomes_an_incident_stays_with_its_order(self):
        """The order waits for it, and is fulfilled by it."""
        incident = self.to_incident(self.screen)
        self.assertEqual(incident.order_id, self.whole)
        self.fulfill(self.pointer)
        self.assertEqual(self.whole.state, "pending")
        with self.assertRaisesRegex(UserError, incident.number):
            self.fulfill(self.whole)
        code = self.env["service.desk.resolution.code"].search([], limit=1)
        incident.with_user(self.agent).write(
            {"state": "resolved", "resolution": "<p>Cable</p>", "resolution_code_id": code.id}
        )
        self.assertEqual((self.whole.state, self.whole.is_partial), ("fulfilled", False))
        self.assertIn(incident.number, self.whole.resolution)
        self.assertNotIn(self.screen.number, self.whole.resolution)

    def test_part_that_becomes_a_request_again_is_a_part_again(self):
        """With its price, and the order costs what it did."""
        cost = self.whole.cost
        request = self.to_request(self.to_incident(self.screen))
        self.assertEqual((request.parent_id, request.cost), (self.whole, 200))
        self.assertEqual((self.whole.cost, self.whole.state), (cost, "pending"))
        self.fulfill(self.pointer)
        self.assertEqual(self.whole.state, "pending")
        self.fulfill(request)
        self.assertEqual((self.whole.state, self.whole.is_partial), ("fulfilled", False))

    def test_part_that_is_lost_as_an_incident_leaves_the_order_partial(self):
        """Cancelled is not done, in whatever process."""
        incident = self.to_incident(self.screen)
        self.fulfill(self.pointer)
        incident.with_user(self.agent).write({"state": "cancelled", "resolution": "<p>No</p>"})
        self.assertEqual((self.whole.state, self.whole.is_partial), ("fulfilled", True))

    def test_part_of_another_requester_does_not_come_back(self):
        """An order is read and cancelled by one person; what is somebody else's is no part of it."""
        incident = self.to_incident(self.screen)
        incident.with_user(self.agent).requester_id = self.agent_two.partner_id
        self.assertFalse(self.to_request(incident).parent_id)

    def test_incident_that_only_came_along_is_not_waited_for(self):
        """It stands by itself."""
        broken = self.make_item("Broken thing", process="incident")
        whole = self.order(self.employee, self.monitor, self.mouse, broken)[0].sudo()
        self.assertTrue(whole.order_incident_ids)
        self.fulfill(whole.child_ids)
        self.assertEqual(whole.state, "fulfilled")
