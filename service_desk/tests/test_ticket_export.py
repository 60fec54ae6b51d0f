"""Files that agents export and open in a spreadsheet."""

import io

from openpyxl import load_workbook

from odoo.tests import tagged

from odoo.addons.http_routing.tests.common import MockRequest
from odoo.addons.web.controllers.export import ExcelExport

from .common import ServiceDeskCase

FORMULAS = ("=1+1", "{=1+1}", "@SUM(1)", "\t=1+1")


@tagged("-at_install", "post_install")
class TestTicketExport(ServiceDeskCase):
    def export(self, records, *names):
        """The cells that leave with an export by the agent."""
        self.agent.group_ids += self.env.ref("base.group_allow_export")
        return records.with_user(self.agent).export_data(list(names))["datas"]

    def test_formula_in_a_subject_leaves_as_text(self):
        """Whoever asks for help must not run anything on an agent's computer."""
        for subject in FORMULAS:
            incident = self.make_incident(name=subject)
            self.assertEqual(self.export(incident, "name"), [[f"'{subject}"]])
            self.assertEqual(incident.name, subject)

    def test_formula_leaves_the_queue_as_text(self):
        """The queue's list can be exported, too."""
        self.make_incident(name="=1+1")
        queue = self.env["service.desk.work"].search([("name", "=", "=1+1")])
        self.assertEqual(self.export(queue, "name"), [["'=1+1"]])

    def test_workbook_has_no_formula(self):
        """Nor where a requester's name is one; everything else is as it was."""
        requester = self.env["res.partner"].create({"name": "=2+2"})
        incident = self.make_incident(name="=1+1", requester_id=requester.id)
        names = ["number", "name", "requester_id/name"]
        fields = [{"name": name, "label": name, "type": "char"} for name in names]
        with MockRequest(self.env):
            data = ExcelExport().from_data(fields, names, self.export(incident, *names))
        cells = [cell for row in load_workbook(io.BytesIO(data)).active for cell in row]
        self.assertNotIn("f", {cell.data_type for cell in cells})
        self.assertEqual([cell.value for cell in cells[3:]], [incident.number, "'=1+1", "'=2+2"])
