"""What the portal's tests share: browsing as one of the desk's people."""

import re

from odoo import http
from odoo.tests import HttpCase

from .common import ServiceDeskCase

#: What differs in two renderings of the same page.
_CHANGING = re.compile(r'(name="(?:csrf_token|key)" value=|csrf_token: )"[^"]*"')


class PortalCase(ServiceDeskCase, HttpCase):
    """The desk's people in front of a browser without JavaScript."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["service.desk.service"].create({"name": "Mail service"})
        cls.hidden_service = cls.env["service.desk.service"].create({"name": "Secret service", "audience": "desk"})
        cls.category = cls.env["service.desk.category"].create({"name": "Mailbox trouble"})

    def login(self, user):
        self.authenticate(user.login, user.login.ljust(8, "x"))

    def get(self, path, **kwargs):
        return self.url_open(path, **kwargs)

    def post(self, path, files=None, follow=True, **data):
        """Send a form as the page would; ``csrf_token=None`` leaves the token out."""
        data.setdefault("csrf_token", http.Request.csrf_token(self))
        data = {name: value for name, value in data.items() if value is not None}
        return self.url_open(path, data=data, files=files, allow_redirects=follow)

    def raise_ticket(self, files=None, **data):
        """Send the form of a new ticket."""
        values = {"kind": "incident", "name": "Mail is down", "urgency": "2", **data}
        return self.post("/my/tickets/new", files=files, **values)

    def newest(self, model="service.desk.incident"):
        return self.env[model].search([], order="id desc", limit=1)

    def count(self):
        return self.env["service.desk.incident"].search_count([])

    def steady(self, response):
        """A page without what changes from one rendering to the next."""
        return _CHANGING.sub(r"\1", response.text)

    def say(self, ticket, user, text, subtype="mail.mt_comment", **kwargs):
        """Let an agent write on a ticket; ``mail.mt_note`` makes it an internal note."""
        return ticket.with_user(user).message_post(body=text, message_type="comment", subtype_xmlid=subtype, **kwargs)

    def share(self, *users):
        """Put users into one organization whose people see one another's tickets."""
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True, "service_desk_share_tickets": True})
        for user in users:
            user.partner_id.parent_id = firm
        return firm
