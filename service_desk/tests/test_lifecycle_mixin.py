"""What is written along with a move is there when the door looks, on everything that has a life."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestLifecycleMixin(ServiceDeskCase):
    def lives(self):
        """One record of each model of this addon that has a life, and a text that people write on it."""
        make = {name: model.create for name, model in self.env.items()}
        incident = self.make_incident().sudo()
        company = self.env["res.partner"].create({"name": "Cables Ltd.", "is_company": True})
        contract = make["service.desk.contract"]({"name": "Cables", "partner_id": company.id})
        entitlement = make["service.desk.entitlement"]({"name": "Ledger", "service_id": self.make_service().id})
        holder = {"partner_id": self.employee.partner_id.id, "company_id": self.env.company.id}
        return {
            incident: "name",
            self.make_request().sudo(): "name",
            self.make_problem().sudo(): "name",
            self.make_change().sudo(): "name",
            make["service.desk.task"]({"name": "Look", "incident_id": incident.id}): "name",
            make["service.desk.article"]({"name": "Router"}): "name",
            make["service.desk.change.model"]({"name": "Restart"}): "name",
            make["service.desk.catalog.item"]({"name": "Screen"}): "name",
            make["service.desk.major"]({"incident_id": incident.id}): "reason",
            make["service.desk.improvement"]({"name": "Label the cables"}): "name",
            contract: "name",
            make["service.desk.contract.review"]({"contract_id": contract.id}): "note",
            make["service.desk.access"]({"entitlement_id": entitlement.id, **holder}): "reason",
            make["service.desk.access.review"]({"name": "Spring", "date_deadline": "2099-01-01"}): "name",
        }

    def make_service(self):
        return self.env["service.desk.service"].create({"name": "Accounting"})

    def test_every_life_is_looked_at(self):
        """Whoever adds a model with a life adds it here."""
        known = {record._name for record in self.lives()}
        of_addon = {
            name
            for name, model in self.env.items()
            if getattr(model, "_lifecycle", None) and model._original_module == "service_desk"
        }
        self.assertEqual(known, of_addon)

    def test_door_sees_what_is_written_along(self):
        """A text that is written together with the state is there when the door decides."""
        for record, name in self.lives().items():
            seen = []
            target = record._lifecycle.targets(record.state)[0]
            look = lambda self, _target, _roles, name=name, seen=seen: seen.append(self[name])  # noqa: E731
            with self.subTest(model=record._name), patch.object(type(record), "_check_moves", look):
                record.write({"state": target, name: "Written along"})
                self.assertIn("Written along", str(seen))
                self.assertEqual(record.state, target)

    def test_values_of_the_writer_win(self):
        """What follows from a move leaves alone what was written along with it."""
        incident = self.make_resolved()
        incident.write({"state": "in_progress", "resolution": "<p>Half of it.</p>"})
        self.assertIn("Half of it.", incident.resolution)

    def test_refused_move_writes_nothing(self):
        """Where the door says no, nothing of what came along is kept."""
        incident = self.make_incident()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            incident.write({"state": "resolved", "name": "Other"})
        self.assertEqual(incident.name, "Mail is down")
