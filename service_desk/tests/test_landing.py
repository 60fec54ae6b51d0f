"""Where people arrive after the login."""

from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestLanding(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.overview = cls.env.ref("service_desk.service_desk_overview_action")
        cls.company = cls.agent.company_id
        cls.company.write({"service_desk_agents_land": True, "service_desk_portal_lands": True})

    def home(self, user):
        """The action that the web client opens first."""
        self.login(user)
        return self.make_jsonrpc_request("/web/session/get_session_info")["home_action_id"]

    def apps(self, user):
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        return {menus[app_id]["xmlid"] for app_id in menus["root"]["children"]}

    def landing(self, user, **data):
        """Where the login form leads."""
        self.authenticate(None, None)
        response = self.post(
            "/web/login",
            follow=False,
            login=user.login,
            password=user.login.ljust(8, "x"),
            **data,
        )
        return response.headers["Location"].removeprefix(self.base_url())

    def test_agents_start_with_the_overview(self):
        """Without anybody having set anything up."""
        for user in (self.agent, self.manager, self.admin_user):
            with self.subTest(user=user.login):
                self.assertEqual(self.home(user), self.overview.id)

    def test_home_action_of_their_own_is_kept(self):
        """Somebody who begins elsewhere goes on doing so."""
        other = self.env.ref("base.action_partner_form")
        self.agent.action_id = other.id
        self.assertEqual(self.home(self.agent), other.id)

    def test_setting_leaves_agents_where_they_were(self):
        """The company decides."""
        self.company.service_desk_agents_land = False
        self.assertFalse(self.home(self.agent))

    def test_employees_are_left_alone(self):
        """The desk is not the first thing of those who sell or build."""
        self.assertFalse(self.home(self.employee))
        self.assertEqual(self.landing(self.employee), "/odoo")

    def test_employees_find_the_portal_among_their_apps(self):
        """Agents have the desk instead, so nobody sees two entries of one name."""
        self.assertIn("service_desk.menu_requester", self.apps(self.employee))
        self.assertNotIn("service_desk.menu_root", self.apps(self.employee))
        self.assertIn("service_desk.menu_root", self.apps(self.agent))
        self.assertNotIn("service_desk.menu_requester", self.apps(self.agent))

    def test_customers_start_with_the_desk(self):
        """Unless they were on the way to another page."""
        self.assertEqual(self.landing(self.portal_a), "/my/service-desk")
        self.assertEqual(self.landing(self.portal_a, redirect="/my/security"), "/my/security")

    def test_setting_leaves_customers_in_their_account(self):
        """Where they also come for quotations and invoices."""
        self.company.service_desk_portal_lands = False
        self.assertEqual(self.landing(self.portal_a), "/my")
