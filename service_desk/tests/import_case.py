"""Files of other tools for the tests of the import; made up here, line by line."""

import csv
import io
from base64 import b64encode

from .common import ServiceDeskCase

#: The columns of a ServiceNow log that the tests fill; what a row leaves out is missing.
LOG_COLUMNS = (
    "number",
    "incident_state",
    "sys_updated_at",
    "sys_updated_by",
    "opened_at",
    "resolved_at",
    "closed_at",
    "caller_id",
    "contact_type",
    "category",
    "subcategory",
    "u_symptom",
    "impact",
    "urgency",
    "priority",
    "assignment_group",
    "assigned_to",
    "resolved_by",
    "closed_code",
    "reassignment_count",
    "reopen_count",
    "location",
)
LOG_DEFAULTS = {
    "opened_at": "01-02-2016 08:00",
    "caller_id": "Caller One",
    "contact_type": "Phone",
    "category": "Mail",
    "subcategory": "Outlook",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
    "assignment_group": "Group One",
    "reassignment_count": "0",
    "reopen_count": "0",
}
TABLE_COLUMNS = ("Number", "Subject", "State", "Opened", "Requester", "E-mail")


class ImportCase(ServiceDeskCase):
    """A desk manager with the profiles that ship with the addon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.log_profile = cls.env.ref("service_desk.import_profile_servicenow_log")
        cls.table_profile = cls.env.ref("service_desk.import_profile_table")
        cls.table_profile.date_order = "ymd"
        cls.incidents = cls.env["service.desk.incident"]

    def setUp(self):
        super().setUp()
        # A load moves the sequence for good, even when its transaction is undone: not the real one.
        self.env["ir.sequence"].create(
            {
                "name": "Incidents of these tests",
                "code": "service.desk.incident",
                "prefix": "INC",
                "padding": 7,
                "number_next": 800001,
                "company_id": self.env.company.id,
            }
        )

    # -- Files -----------------------------------------------------------------------------------

    @staticmethod
    def csv(columns, rows, delimiter=","):
        """A CSV file as text; rows are dictionaries, what they lack is empty."""
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    @classmethod
    def log(cls, *rows):
        """A ServiceNow log; a row is (number, state, time, other columns)."""
        lines = [
            {
                **dict.fromkeys(LOG_COLUMNS, "?"),
                **LOG_DEFAULTS,
                "number": number,
                "incident_state": state,
                "sys_updated_at": time,
                **(more[0] if more else {}),
            }
            for number, state, time, *more in rows
        ]
        return cls.csv(LOG_COLUMNS, lines)

    @classmethod
    def life(cls, number, **more):
        """Three rows of a log: new, resolved, closed."""
        ends = {
            "resolved_at": "02-02-2016 10:00",
            "closed_at": "05-02-2016 12:00",
            "resolved_by": "Resolver One",
            "closed_code": "code 1",
            **more,
        }
        return [
            (number, "New", "01-02-2016 08:05", ends),
            (number, "Resolved", "02-02-2016 10:00", ends),
            (number, "Closed", "05-02-2016 12:00", ends),
        ]

    @classmethod
    def table(cls, *rows, columns=TABLE_COLUMNS):
        """A table for the profile with one row a ticket; a row is a dictionary."""
        defaults = {"Subject": "Printer", "State": "New", "Opened": "2016-02-01 08:00"}
        columns = [*dict.fromkeys([*columns, *(name for row in rows for name in row)])]
        return cls.csv(columns, [{**defaults, **row} for row in rows])

    # -- Imports ---------------------------------------------------------------------------------

    @classmethod
    def make_import(cls, data, profile=None, user=None, **values):
        """An import of ``data`` (text or bytes), by a desk manager."""
        data = data.encode() if isinstance(data, str) else data
        return (
            cls.env["service.desk.import"]
            .with_user(user or cls.manager)
            .create(
                {
                    "file": b64encode(data),
                    "file_name": "export.csv",
                    "profile_id": (profile or cls.log_profile).id,
                    **values,
                }
            )
        )

    @classmethod
    def check(cls, data, profile=None, **values):
        """An import of ``data`` after its check."""
        job = cls.make_import(data, profile, **values)
        job.action_check()
        return job

    @classmethod
    def load(cls, data, profile=None, **values):
        """An import of ``data`` after its load."""
        job = cls.check(data, profile, **values)
        job.action_load()
        return job

    def ticket(self, number, model="service.desk.incident"):
        """The ticket that came of this number in the other tool."""
        return self.env[model].search([("external_number", "=", number)])

    def problems(self, job, level="error"):
        """(line, column, value) of the problems of one level."""
        issues = job.issue_ids.filtered(lambda issue: issue.level == level)
        return [(issue.line, issue.column, issue.value) for issue in issues]
