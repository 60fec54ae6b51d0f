from odoo.tests import tagged

from odoo.addons.service_desk.tests.portal_common import PortalCase

from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestPortalDevices(LicenseCase, PortalCase):
    """People read on their own page which things are on record with them, and nothing more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workstation = cls.env.ref("service_desk_cmdb.ci_class_workstation")
        cls.laptops = {
            user: cls.make_ci(
                f"LT-{user.login}", cls.workstation, asset_tag="A<b>7", user_partner_id=user.partner_id.id
            )
            for user in (cls.employee, cls.portal_a)
        }

    def page(self, user):
        self.login(user)
        return self.get("/my/access").text

    def test_people_read_what_they_have(self):
        """Employees and customers, each their own alone; names are text."""
        for user, other in ((self.employee, self.portal_a), (self.portal_a, self.employee)):
            with self.subTest(user=user.login):
                page = self.page(user)
                self.assertIn("Your devices", page)
                self.assertIn(f"LT-{user.login} A&lt;b&gt;7", page)
                self.assertNotIn(f"LT-{other.login}", page)
        self.assertNotIn("Your devices", self.page(self.portal_b))

    def test_what_was_taken_back_or_is_gone_does_not_stand_there(self):
        """It is not with them any more."""
        self.laptops[self.employee].sudo()._hand_over(self.env["res.partner"], "T1")
        self.laptops[self.portal_a].state = "retired"
        for user in self.laptops:
            self.assertNotIn("Your devices", self.page(user))

    def test_names_of_contracts_stay_inside(self):
        """A license bears the name of what was bought; what people may use stands there as access."""
        product = self.make_license(2, name="Vector Studio")
        product.sudo()._take_seats(self.employee.partner_id)
        self.assertNotIn("Vector Studio", self.page(self.employee))

    def test_end_is_not_told(self):
        """That somebody is to take it back may say that they leave, which they may not know yet."""
        values = self.env["service.desk.access"].with_user(self.employee)._portal_devices()
        self.assertEqual([set(one) for one in values], [{"name", "kind", "since", "key"}])
