from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiRights(CiCase):
    """Who reads and who keeps configuration items."""

    def test_requesters_have_no_part_in_it(self):
        """Neither employees nor customers find anything, by any route."""
        item = self.make_ci("Host")
        for user in (self.employee, self.portal_a):
            for name in (
                "service.desk.ci",
                "service.desk.ci.class",
                "service.desk.ci.relation",
                "service.desk.ci.redundancy",
            ):
                with self.assertRaises(AccessError, msg=(user.login, name)):
                    self.env[name].with_user(user).search([])
            with self.assertRaises(AccessError):
                item.with_user(user).read(["name"])

    def test_agents_change_nothing(self):
        """They read; also a manager of the desk keeps nothing without the role."""
        item, other = self.make_ci("Host"), self.make_ci("Other")
        relation = self.relate(item, other)
        for user in (self.agent, self.manager):
            with self.assertRaises(AccessError):
                item.with_user(user).name = "Mine"
            with self.assertRaises(AccessError):
                relation.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["service.desk.ci"].with_user(user).create({"name": "X", "class_id": self.server.id})
            with self.assertRaises(AccessError):
                self.server.with_user(user).name = "Mine"

    def test_companies_are_kept_apart(self):
        """What another company has is not seen; what all have is; nothing is pushed over the border."""
        other = self.env["res.company"].create({"name": "Other Company"})
        hidden = self.env["service.desk.ci"].create(
            {"name": "Theirs", "class_id": self.server.id, "company_id": other.id}
        )
        shared = self.env["service.desk.ci"].create({"name": "Shared", "class_id": self.server.id, "company_id": False})
        seen = self.env["service.desk.ci"].with_user(self.agent).search([("name", "in", ("Theirs", "Shared"))])
        self.assertEqual(seen, shared.with_user(self.agent))
        with self.assertRaises(AccessError):
            hidden.with_user(self.keeper).read(["name"])
        mine = self.make_ci("Mine")
        with self.assertRaises(AccessError):
            mine.company_id = other
        with self.assertRaises(AccessError):
            hidden.with_user(self.keeper).redundancy_ids = [(0, 0, {"type_id": self.depends_on.id})]
        with self.assertRaises(AccessError):
            self.env["service.desk.ci.redundancy"].with_user(self.keeper).create(
                {"ci_id": hidden.id, "type_id": self.depends_on.id}
            )

    def test_item_goes_to_no_company_without_what_holds_it(self):
        """What stands in it, and the licenses that count it, would be left with something of others."""
        other = self.env["res.company"].create({"name": "Other Company"})
        self.keeper.company_ids += other
        both = self.items.with_context(allowed_company_ids=[self.env.company.id, other.id])
        location = self.env.ref("service_desk_cmdb.ci_class_location")
        place, host, software = self.make_ci("Room", location), self.make_ci("Host"), self.make_ci("Software")
        self.make_ci("Rack", location_id=place.id)
        product = both.env["service.desk.license"].create(
            {"name": "By Device", "metric": "device", "over_use": "warn", "software_ids": [(6, 0, software.ids)]}
        )
        product.action_assign(host)
        for item, words in ((place, "stand in Room"), (host, "Host counts"), (software, "Software counts")):
            with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                both.browse(item.id).company_id = other
        product.current_seat_ids.action_free()
        both.browse(host.id).company_id = other
        self.assertEqual(host.company_id, other)

    def test_item_of_all_goes_to_no_company_from_the_tickets_of_another(self):
        """They would be about nothing all at once; when they are over, it may go."""
        _company, stranger = self.make_company()
        shared = self.env["service.desk.ci"].create({"name": "Shared", "class_id": self.server.id, "company_id": False})
        incident = self.env["service.desk.incident"].with_user(stranger).create(
            {"name": "Slow", "requester_id": stranger.partner_id.id, "ci_ids": [(6, 0, shared.ids)]}
        )
        ours = shared.with_user(self.keeper)
        with self.assertRaisesRegex(ValidationError, "Open tickets of another company are about Shared"):
            ours.company_id = self.env.company
        self.assertEqual(incident.ci_ids, shared)
        incident.sudo().write({"state": "cancelled", "resolution": "Not so."})
        ours.company_id = self.env.company
        self.assertEqual(shared.company_id, self.env.company)

    def test_place_stands_in_nothing_that_stands_in_it(self):
        """Near or far."""
        location = self.env.ref("service_desk_cmdb.ci_class_location")
        site, room = self.make_ci("Site", location), self.make_ci("Room", location)
        rack = self.make_ci("Rack", location, location_id=room.id)
        room.location_id = site
        for inner in (site, room, rack):
            with self.assertRaisesRegex(ValidationError, "in itself"), self.env.cr.savepoint():
                site.location_id = inner
