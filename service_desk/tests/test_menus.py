from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestMenus(ServiceDeskCase):
    """What the desk's people find on top of the screen."""

    # Nine fit at 1440 pixels; what is above them is hidden behind a plus sign.
    most = 9

    @property
    def menus(self):
        return self.env["ir.ui.menu"].with_user(self.admin_user).load_menus(False)

    def under(self, xmlid):
        menus = self.menus
        return [menus[child] for child in menus[self.env.ref(xmlid).id]["children"]]

    def test_few_words_are_on_top(self):
        """Whatever is installed: a new screen goes under one of the words that are there."""
        self.assertLessEqual(len(self.under("service_desk.menu_root")), self.most)

    def test_words_of_one_menu_differ(self):
        """Nobody chooses between two entries of one name."""
        for xmlid in ("root", "tickets", "portfolio", "levels", "contracts", "reports", "setup"):
            with self.subTest(menu=xmlid):
                names = [menu["name"] for menu in self.under(f"service_desk.menu_{xmlid}")]
                self.assertEqual(len(names), len(set(names)))
