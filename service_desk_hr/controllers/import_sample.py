import io

import xlsxwriter
from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.http import content_disposition, request

from ..models.service_desk_journey_import_data import SAMPLE_PEOPLE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportSample(http.Controller):
    """The sheet that HR hands to whoever knows the people: the headings, and two people to follow."""

    @http.route("/service_desk_hr/import/sample.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def import_sample(self):
        if not request.env.user.has_group("hr.group_hr_user"):
            raise Forbidden()
        column = request.env["service.desk.journey.import.column"]
        labels = dict(column._fields["target"]._description_selection(request.env))
        names = [name for name in labels if name not in ("first_name", "last_name")]
        data = io.BytesIO()
        with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
            sheet = book.add_worksheet(request.env._("People"))
            sheet.write_row(0, 0, [labels[name] for name in names], book.add_format({"bold": True}))
            # Days are texts, so that no spreadsheet program turns them around.
            for line, person in enumerate(SAMPLE_PEOPLE, 1):
                sheet.write_row(line, 0, [person.get(name, "") for name in names])
            sheet.set_column(0, len(names), 22, book.add_format({"num_format": "@"}))
            sheet.freeze_panes(1, 0)
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(request.env._("People to Import") + ".xlsx")),
        ]
        return request.make_response(data.getvalue(), headers=headers)
