from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_desk.tests.rights_case import RightsCase

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestStrangers(RightsCase, CiCase):
    """Employees and customers, and everything of the addon that can be called."""

    def refuses(self, records, name, arguments):
        """What needs a record, or a ticket, may say that it is missing."""
        if not records and not records._abstract:
            return
        if records._name == "service.desk.affected":
            ticket = records.sudo().incident_id[:1]
            records = records.with_context(affected_model=ticket._name, affected_id=ticket.id)
        super().refuses(records, name, arguments)

    def test_no_public_method_serves_strangers(self):
        """Called on somebody else's records by a portal user or an employee, each one refuses."""
        item, other = self.make_ci("Host"), self.make_ci("Other")
        self.relate(item, other)
        ticket = self.make_incident(requester_id=self.portal_b.partner_id.id, ci_ids=[Command.set(other.ids)])
        product = self.env["service.desk.license"].create({"name": "Tool"})
        source = self.env["service.desk.event.source"].create({"name": "Watcher"})
        plan = self.env["service.desk.continuity.plan"].create({"name": "Plan"})
        baseline = self.env["service.desk.ci.baseline"].create({"name": "Before"})
        samples = {one._name: one for one in (item, ticket, product, source, plan, baseline)}
        self.assertGreater(self.call_everything("service_desk_cmdb", samples), 40)

    def test_nothing_is_asked_by_hidden_fields(self):
        """Neither filters nor groups nor the order of what strangers may read tell of the things behind it."""
        host = self.make_ci("Secret Host")
        ticket = self.make_incident(ci_ids=[Command.set(host.ids)])
        service = self.env["service.desk.service"].create({"name": "S", "ci_ids": [Command.set(host.ids)]})
        asked = [
            (ticket, [("ci_ids.name", "=", "Secret Host")]),
            (ticket, [("ci_ids", "=", host.id)]),
            (ticket, [("affected_ids.name", "=", "x")]),
            (ticket, [("alert_ids.name", "=", "x")]),
            (service, [("ci_ids.name", "=", "Secret Host")]),
        ]
        for user in (self.employee, self.portal_a):
            for records, domain in asked:
                with self.assertRaises(AccessError, msg=domain):
                    records.with_user(user).search(domain)
            for records, name in ((ticket, "ci_ids"), (service, "ci_ids"), (service, "availability_year")):
                with self.assertRaises(AccessError, msg=name):
                    records.with_user(user).read([name])
                if name == "ci_ids":
                    with self.assertRaises(AccessError, msg=name):
                        records.with_user(user).formatted_read_group([], [name], ["__count"])
