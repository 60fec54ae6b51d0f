"""An announcement in a real browser."""

from datetime import datetime

from odoo.tests import tagged

from .announcement_case import AnnouncementCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestUiAnnouncement(AnnouncementCase, PortalCase):
    def test_end_that_is_typed_again_shows_what_is_saved(self):
        """Whatever stood there before."""
        announcement = self.announce()
        path = f"/odoo/action-service_desk.service_desk_announcement_action/{announcement.id}"
        self.start_tour(path, "service_desk_announcement_end", login=self.manager.login)
        announcement.invalidate_recordset()
        self.assertEqual(announcement.date_to.date(), datetime(2035, 11, 30).date())
