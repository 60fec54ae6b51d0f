from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestWalls(EventCase):
    """What tickets and sources behind walls tell, by way of the things that they are about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret_source = (
            cls.env["service.desk.event.source"]
            .with_user(cls.admin_user)
            .create({"name": "Secret Watcher", "team_id": cls.team_walled.id})
        )
        cls.mine = cls.env["service.desk.alert"].with_user(cls.agent)

    def far_company(self):
        """Another company, and an item of it."""
        company = self.env["res.company"].create({"name": "Far Away"})
        return company, self.env["service.desk.ci"].create(
            {"name": "Far Host", "class_id": self.server.id, "company_id": company.id, "state": "in_use"}
        )

    # -- Names -------------------------------------------------------------------------------------

    def test_names_of_another_company_are_not_told(self):
        """A form tells the names of linked records whatever the rules say: there it is the number alone."""
        company, item = self.far_company()
        there = {"name": "Far Thing", "company_id": company.id}
        kinds = ("license", "ci.baseline", "continuity.plan")
        others = [self.env[f"service.desk.{kind}"].create(dict(there)) for kind in kinds]
        for record in (item, *others):
            told = record.with_user(self.agent).sudo().display_name
            self.assertNotIn("Far", told)
            self.assertTrue(told)
            self.assertIn("Far", record.display_name)
        self.agent.company_ids += company
        self.assertEqual(item.with_user(self.agent).sudo().display_name, "Far Host")

    # -- Down time ---------------------------------------------------------------------------------

    def test_downtime_of_walled_alert_hidden(self):
        """When something failed is in the figures; what a restricted team's source said of it is not told."""
        host = self.make_ci("web1")
        self.send(self.fire("web1"), source=self.secret_source)
        rows = self.env["service.desk.ci.downtime"].search([("ci_id", "=", host.id), ("alert_id", "!=", False)])
        self.assertTrue(rows)
        self.assertFalse(rows.with_user(self.agent).search([("id", "in", rows.ids)]))
        self.assertTrue(rows.with_user(self.agent_walled).search([("id", "in", rows.ids)]))

    def test_downtime_of_confidential_incident_hidden(self):
        """Nor who works on it behind a wall."""
        host = self.make_ci("web1")
        incident = self.make_incident(self.agent_walled, team_id=self.team_walled.id, impact="1", urgency="1")
        incident.ci_ids = host
        rows = self.env["service.desk.ci.downtime"].search([("incident_id", "=", incident.id)])
        self.assertTrue(rows)
        self.assertFalse(rows.with_user(self.agent).search([("id", "in", rows.ids)]))
        self.assertTrue(rows.with_user(self.agent_walled).search([("id", "in", rows.ids)]))
        host.invalidate_recordset()
        self.assertTrue(host.with_user(self.agent).failure_count)

    # -- Alerts ------------------------------------------------------------------------------------

    def test_alert_of_walled_incident_is_not_reopened(self):
        """Who may not see an incident cannot open it again by way of its alert."""
        self.make_ci("web1")
        self.rule.auto_resolve = "never"
        self.send(self.fire("web1"))
        alert = self.alert("web1")
        incident = alert.incident_id
        incident.write({"state": "resolved", **self.solution, "team_id": self.team_walled.id})
        with self.assertRaises(AccessError):
            alert.with_user(self.agent).action_open_incident()
        self.assertEqual(incident.state, "resolved")

    def test_walled_incident_is_not_ended_from_outside(self):
        """Nor said to be over."""
        self.make_ci("web1")
        self.send(self.fire("web1"))
        alert = self.alert("web1")
        alert.incident_id.team_id = self.team_walled
        with self.assertRaises(AccessError):
            alert.with_user(self.agent).action_end()
        alert.with_user(self.agent_walled).action_end()
        self.assertEqual(alert.state, "resolved")

    def test_walled_incident_gets_no_things_by_strangers(self):
        """Who names the item of an alert does not write on an incident behind a wall."""
        self.send(self.fire("unknown1"))
        alert, host = self.alert("unknown1"), self.make_ci("web1")
        alert.incident_id.team_id = self.team_walled
        with self.assertRaises(AccessError):
            alert.with_user(self.agent)._assign_item(host.with_user(self.agent))
        self.assertFalse(alert.incident_id.ci_ids)

    def test_suppression_names_nothing_behind_walls(self):
        """That something is worked on is told; on what, in which change, is told to those who may know."""
        host = self.make_ci("web1")
        change = self.make_change(
            self.agent_walled, name="Raid the office", team_id=self.team_walled.id, ci_ids=[Command.link(host.id)]
        )
        change.flush_recordset()
        self.env.cr.execute("UPDATE service_desk_change SET state = 'implementing' WHERE id = %s", [change.id])
        change.invalidate_recordset()
        self.send(self.fire("web1"))
        alert = self.alert("web1")
        self.assertEqual(alert.state, "suppressed")
        self.assertNotIn("Raid", alert.suppressed_by)

    def test_suppression_names_nothing_of_other_companies(self):
        """What another company repairs keeps our alerts quiet without its name."""
        _company, far = self.far_company()
        between = self.env["service.desk.ci"].create(
            {"name": "Shared Rack", "class_id": self.server.id, "company_id": False, "state": "in_use"}
        )
        host = self.make_ci("web1")
        relations = self.env["service.desk.ci.relation"].sudo()
        for source, target in ((between, far), (host, between)):
            relations.create({"source_id": source.id, "target_id": target.id, "type_id": self.depends_on.id})
        far.state = "in_repair"
        self.send(self.fire("web1"))
        alert = self.alert("web1")
        self.assertEqual(alert.state, "suppressed")
        self.assertNotIn("Far Host", alert.suppressed_by)

    def test_root_behind_wall_stands_for_nobody_else(self):
        """What a restricted team's source tells is neither a root nor a note for others."""
        base, top = self.make_ci("db1"), self.make_ci("web1")
        self.relate(top, base)
        self.send(self.fire("db1"), source=self.secret_source)
        self.send(self.fire("web1"))
        self.assertFalse(self.alert("web1").root_id)

    def test_alert_behind_wall_is_not_named_in_open_incident(self):
        """Nor are its alerts named where all can read."""
        base, top = self.make_ci("db1"), self.make_ci("web1")
        self.relate(top, base)
        self.send(self.fire("db1"))
        self.send(self.fire("web1"), source=self.secret_source)
        notes = "".join(self.alert("db1").incident_id.message_ids.mapped("body"))
        self.assertNotIn("web1", notes)
        self.assertNotEqual(self.alert("web1").incident_id, self.alert("db1").incident_id)

    # -- Affected ----------------------------------------------------------------------------------

    def test_cause_of_other_company_is_not_named(self):
        """What all companies use may fail because of something of another one: that is not written down."""
        _company, far = self.far_company()
        items = self.env["service.desk.ci"]
        first, last = items.create(
            [{"name": name, "class_id": self.server.id, "company_id": False, "state": "in_use"} for name in "FL"]
        )
        relations = self.env["service.desk.ci.relation"].sudo()
        relations.create({"source_id": far.id, "target_id": first.id, "type_id": self.depends_on.id})
        relations.create({"source_id": last.id, "target_id": far.id, "type_id": self.depends_on.id})
        incident = self.make_incident(ci_ids=[Command.set(first.ids)])
        rows = incident.affected_ids.filtered("ci_id")
        self.assertEqual(rows.ci_id, last)
        self.assertFalse(rows.cause_id)
        self.assertNotIn("Far", rows.reason or "")

    # -- Sightings ---------------------------------------------------------------------------------

    def test_sightings_by_sources_of_others_hidden(self):
        """Who of another company has seen what all use is not told."""
        company, _far = self.far_company()
        shared = self.env["service.desk.ci"].create(
            {"name": "Shared", "class_id": self.server.id, "company_id": False, "state": "in_use"}
        )
        source = self.env["service.desk.ci.source"].create(
            {"name": "Their Scanner", "code": "theirs", "company_id": company.id}
        )
        self.env["service.desk.ci.sighting"]._note(source, shared.ids, 1)
        self.assertTrue(shared.sighting_ids)
        self.assertFalse(self.env["service.desk.ci.sighting"].with_user(self.agent).search([("ci_id", "=", shared.id)]))

    def test_source_of_others_is_not_named_in_the_history(self):
        """Nor in what was found about something that all use: by a change, a difference, or its silence."""
        company, _far = self.far_company()
        shared = self.env["service.desk.ci"].create(
            {"name": "Shared", "class_id": self.server.id, "company_id": False, "state": "in_use", "version": "1"}
        )
        source = self.env["service.desk.ci.source"].create(
            {"name": "Their Scanner", "code": "theirs", "company_id": company.id, "retire_state": "missing"}
        )
        items = self.env["service.desk.ci"]
        items.import_items("theirs", [{"number": shared.number, "environment": "test", "model_name": "X"}])
        source.overrules_people = False
        items.import_items("theirs", [{"number": shared.number, "version": "2"}])
        source._retire(shared.ids)
        told = " ".join(shared.with_user(self.agent).message_ids.mapped("body"))
        self.assertIn(f"A source of {company.name}: ", told)
        self.assertIn(f"A source of {company.name} has not told", told)
        found = shared.with_user(self.agent).finding_ids.filtered(lambda one: one.kind == "differs")
        self.assertEqual(found.detail, f"Version, told by A source of {company.name}")
        self.assertNotIn("Scanner", told)

    def test_contract_of_others_is_not_named(self):
        """By which a license of all companies was bought by one of them."""
        company, _far = self.far_company()
        contract = self.env["service.desk.contract"].create(
            {
                "name": "Their Bargain",
                "partner_id": self.env["res.partner"].create({"name": "Seller"}).id,
                "company_id": company.id,
            }
        )
        product = self.env["service.desk.license"].create({"name": "For All", "company_id": False})
        right = self.env["service.desk.license.right"].create(
            {"license_id": product.id, "quantity": 1, "contract_id": contract.id}
        )
        self.env.invalidate_all()
        ((_id, name),) = [row["contract_id"] for row in right.with_user(self.agent).read(["contract_id"])]
        self.assertEqual(name, contract.number)

    def test_order_of_sources_names_none_of_others(self):
        """The setup is one for all companies; what another one calls its sources is not told by it."""
        company, _far = self.far_company()
        source = self.env["service.desk.ci.source"].create(
            {"name": "Their Scanner", "code": "theirs", "company_id": company.id}
        )
        rule = self.env["service.desk.ci.precedence"].create(
            {
                "class_id": self.server.id,
                "value_code": "owner_id",
                "line_ids": [Command.create({"source_id": source.id})],
            }
        )
        for user in (self.agent, self.keeper):
            lines = self.env["service.desk.ci.precedence.line"].with_user(user)
            self.assertFalse(lines.search([("precedence_id", "=", rule.id)]))
