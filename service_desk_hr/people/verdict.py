"""What was found out about a row of a sheet."""

from ..models.service_desk_journey_import_data import KNOWN, NEW, PRESENT, PROBLEM, WAITING

#: What a verdict says besides state and message.
RESULTS = (
    "employee_id",
    "partner_id",
    "department_id",
    "job_id",
    "location_id",
    "manager_employee_id",
    "manager_row_id",
    "date_start",
    "date_end",
    "employee_type",
    "template_id",
    "access_text",
)


class Verdict:
    """What was found out about one row: values for it, problems that stop it, notices that do not."""

    def __init__(self, row, nobody):
        self.row = row
        self.person = nobody
        self.department = row.env["hr.department"]
        self.values = dict.fromkeys(RESULTS, False)
        self.problems = []
        self.notices = []

    def as_values(self, present):
        """Values of the row.

        :param str present: why nothing is left to do, or empty
        """
        state = PROBLEM if self.problems else PRESENT if present else WAITING
        message = " ".join(self.problems or ([present] if present else self.notices))
        outcome = False if self.problems else KNOWN if self.person else NEW
        return {**self.values, "state": state, "outcome": outcome, "message": message}
