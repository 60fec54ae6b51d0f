"""How access and those who hold it are named."""

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .access_case import AccessCase


@tagged("post_install", "-at_install")
class TestAccessWords(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.partner"].create({"name": "Somewhere Ltd", "is_company": True})
        cls.employee.partner_id.parent_id = company
        cls.access = cls.ask(cls.by_group)

    def test_register_names_holders_without_their_company(self):
        """Also as headings of groups, from wherever the register is opened."""
        actions = [
            self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_access_action"),
            self.by_group.action_open_holders(),
        ]
        for action in actions:
            context = action["context"]
            context = safe_eval(context) if isinstance(context, str) else context
            (group,) = self.access.with_context(**context).formatted_read_group(
                [("id", "=", self.access.id)], ["partner_id"], ["__count"]
            )
            self.assertEqual(group["partner_id"][1], "test_employee")

    def test_chip_names_access_and_holder(self):
        """As the dialogs for more time and for revoking show it."""
        self.assertEqual(self.access.display_name, "Booking: test_employee")
