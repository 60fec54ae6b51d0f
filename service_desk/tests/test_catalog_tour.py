"""Ordering in a real browser."""

from odoo.tests import tagged

from .catalog_common import CatalogCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestCatalogTour(CatalogCase, PortalCase):
    def test_story_of_an_order(self):
        """Search with a typing error, questions that come and go, a file, the request."""
        self.start_tour("/my/catalog", "service_desk_catalog_order", login=self.employee.login)
        request = self.env["service.desk.request"].search([("item_id", "=", self.laptop.id)])
        self.assertEqual(request.cost, 1400)
        self.assertEqual(request.answer_ids.mapped("code"), ["model", "why", "photo"])
        self.assertEqual(request.answer_ids.attachment_ids.raw, b"pixels")


@tagged("post_install", "-at_install")
class TestCatalogTourPhone(TestCatalogTour):
    """The same story on a telephone."""

    browser_size = "390x844"
    touch_enabled = True
    # Odoo runs inherited tests only where they are asked for.
    allow_inherited_tests_method = True
