from base64 import b64decode, b64encode
from datetime import date

from odoo.tests import tagged

from .journey_import_case import COLUMNS, JourneyImportCase


@tagged("post_install", "-at_install")
class TestJourneyImportJudge(JourneyImportCase):
    """What speaks against somebody, in a sentence with the row of the sheet."""

    def test_same_person_twice_is_said_of_both(self):
        """Nobody knows which row is right; the same words twice are one person."""
        people = [self.person(1), self.person(2), {**self.person(1), "Name": "Somebody Else"}, self.person(2)]
        job = self.check(people)
        self.assertProblem(job, 2, "stands in row 4, too")
        self.assertProblem(job, 4, "stands in row 2, too")
        self.assertEqual(self.row(job, 3).state, "waiting")
        self.assertProblem(job, 5, "stands in row 3, too")

    def test_manager_of_the_same_sheet_is_found(self):
        """Whatever the order of rows, by mail and by name, forwards and backwards."""
        people = [
            self.person(1, Manager="person3@acquired.example"),
            self.person(2, Manager="003, Person"),
            self.person(3, Manager="Bea Boss"),
        ]
        job = self.bring(people)
        self.assertEqual(job.done_count, 3)
        first, second, third = (self.row(job, number).employee_id for number in (2, 3, 4))
        self.assertEqual(first.parent_id | second.parent_id, third)
        self.assertEqual(third.parent_id, self.boss_employee)

    def test_manager_who_cannot_be_told_is_said(self):
        """Unknown, more than one, oneself, in a circle."""
        self.make_employee("Ann Twin")
        self.make_employee("Ann Twin", work_email="twin2@example.com")
        people = [
            self.person(1, Manager="Nobody Known"),
            self.person(2, Manager="Ann Twin"),
            self.person(3, Manager="Person 003"),
            self.person(4, Manager="Person 005"),
            self.person(5, Manager="Person 004"),
            self.person(6, Manager="Person 005"),
        ]
        job = self.check(people)
        self.assertProblem(job, 2, "Nobody here or in the sheet is the manager “Nobody Known”")
        self.assertProblem(job, 3, "more than one person whom the manager “Ann Twin”")
        self.assertProblem(job, 4, "own manager")
        self.assertProblem(job, 5, "circle")
        self.assertProblem(job, 6, "circle")
        self.assertEqual(self.row(job, 7).state, "waiting")

    def test_manager_who_follows_later_is_linked_then(self):
        """Who is mended becomes the manager of those who were brought before."""
        job = self.bring([self.person(1, Manager="Person 002"), self.person(2, Department="Nowhere")])
        below = self.row(job, 2).employee_id
        self.assertFalse(below.parent_id)
        self.row(job, 3).department = False
        job.action_start()
        self.run_job()
        self.assertEqual(below.parent_id, self.row(job, 3).employee_id)

    def test_mail_of_somebody_else_is_said(self):
        """Of another employee, of another company, of a login without an employee."""
        sister = self.env["res.company"].create({"name": "Sister"})
        self.env["hr.employee"].create(
            {"name": "Sue Sister", "work_email": "sue@acquired.example", "company_id": sister.id}
        )
        self.env["res.users"].create({"name": "Lou", "login": "lou@acquired.example", "email": "lou@acquired.example"})
        job = self.check(
            [
                {"Name": "Otto Other", "Work Mail": "nina.new@example.com"},
                {"Name": "Sue Sister", "Work Mail": "sue@acquired.example"},
                {"Name": "Lou Login", "Work Mail": "lou@acquired.example"},
            ]
        )
        self.assertProblem(job, 2, "nina.new@example.com belongs to Nina New")
        self.assertProblem(job, 3, "belongs to somebody of another company")
        self.assertNotIn("Sue", self.row(job, 3).message)
        self.assertProblem(job, 4, "There is a login")

    def test_name_of_an_employee_needs_the_mail(self):
        """It may be the same person or not; nobody guesses."""
        self.assertProblem(self.check([{"Name": "new, nina"}]), 2, "Only the work mail tells")

    def test_person_who_has_left_is_not_brought_back(self):
        """Somebody looks at that first."""
        self.employee_new.active = False
        job = self.check([{"Name": "Nina New", "Work Mail": "nina.new@example.com"}])
        self.assertProblem(job, 2, "has left and is archived")

    def test_days_are_read_or_said(self):
        """What could be two days is asked, what is none is said, and the order can be chosen."""
        day = "First Day"
        people = [
            self.person(1, **{day: "02/01/2030"}),
            self.person(2, **{day: "soon"}),
            self.person(3, **{day: "2030-03-01"}),
        ]
        job = self.check(people)
        self.assertProblem(job, 2, "“02/01/2030” may begin with the day or with the month")
        self.assertProblem(job, 3, "“soon” is no day")
        self.assertEqual(self.row(job, 4).date_start, date(2030, 3, 1))
        job.day_order = "mdy"
        self.assertEqual(self.row(job, 2).date_start, date(2030, 2, 1))
        job.day_order = "dmy"
        self.assertEqual(self.row(job, 2).date_start, date(2030, 1, 2))

    def test_day_is_needed(self):
        """From the sheet or for all; the last not before the first."""
        columns = (*COLUMNS, "Last Day")
        people = [self.person(1), self.person(2, **{"First Day": "2030-02-01", "Last Day": "2030-01-01"})]
        job = self.check(people, columns, date_default=False)
        self.assertProblem(job, 2, "first day is missing")
        self.assertProblem(job, 3, "last day comes before")
        job.date_default = "2030-01-01"
        self.assertEqual(self.row(job, 2).date_start, date(2030, 1, 1))

    def test_places_that_cannot_be_told_are_said(self):
        """Two departments of a name; a whole path tells which."""
        one, two = self.env["hr.department"].create(
            [{"name": "North", "parent_id": self.sales.id}, {"name": "North", "parent_id": self.support.id}]
        )
        columns = (*COLUMNS, "Work Location", "Employment Type")
        people = [
            self.person(1, Department="North"),
            self.person(2, Department="support / north"),
            self.person(3, **{"Work Location": "Moon"}),
            self.person(4, **{"Employment Type": "Emperor"}),
            self.person(5, **{"Employment Type": "trainee"}),
        ]
        job = self.check(people, columns)
        self.assertProblem(job, 2, "more than one department “North”")
        self.assertEqual(self.row(job, 3).department_id, two)
        self.assertProblem(job, 4, "no work location “Moon”")
        self.assertProblem(job, 5, "“Emperor” is no kind of employment. Known are: .*Trainee")
        self.assertEqual(self.row(job, 6).employee_type, "trainee")

    def test_template_and_access_go_by_the_place(self):
        """Also where the department is new: those of the department above it."""
        narrow = self.make_template("acquired", [{"kind": "access"}], department_ids=[(6, 0, self.sales.ids)])
        people = [self.person(1, Department="Sales / Brand New"), self.person(2, Department="Support")]
        job = self.check(people, makes_places=True)
        self.assertEqual((self.row(job, 2).template_id, self.row(job, 3).template_id), (narrow, self.acquired))
        narrow.step_ids = False
        self.assertProblem(self.check(people, makes_places=True), 2, "no journey template with steps")

    def test_own_row_is_for_a_colleague(self):
        """Nobody starts their own journey by a sheet."""
        self.make_employee("Hanno Human", user_id=self.hr.id, work_email="hanno@acquired.example")
        job = self.check([{"Name": "Hanno Human", "Work Mail": "hanno@acquired.example"}])
        self.assertProblem(job, 2, "This is you")

    def test_proposal_is_started(self):
        """What HR had proposed for the person becomes what the sheet says."""
        proposal = self.env["service.desk.journey"]._propose("acquired", self.employee_new, date(2030, 1, 1))
        job = self.bring([{"Name": "Nina New", "Work Mail": "nina.new@example.com"}])
        self.assertEqual(job.journey_ids, proposal)
        self.assertEqual((proposal.state, proposal.date_start), ("running", self.first_day))

    def test_formulas_and_nonsense_are_no_names(self):
        """Nothing that works on the computer of whoever opens an export."""
        names = ("=HYPERLINK(1)", "+1", "@cmd", "12345", "-")
        job = self.check([self.person(number, Name=name) for number, name in enumerate(names)])
        for row in job.row_ids:
            self.assertRegex(row.message, "is no name")
        row = job.row_ids[0]
        row.sudo().department = "=1+1"
        self.assertEqual(row._export_rows([["department"], ["name"]]), [["'=1+1", "'=HYPERLINK(1)"]])

    def test_long_cells_and_misfits_are_said(self):
        """With their row; the rest of the sheet is read."""
        columns = ("Name", "Work Mail")
        job = self.check([self.person(1), {"Name": "x" * 300, "Work Mail": "long@acquired.example"}], columns)
        self.assertProblem(job, 3, "up to 200 characters")
        self.assertEqual(job.waiting_count, 1)
        job.file = b64encode(b64decode(self.csv([self.person(1)], columns)) + b"only one cell\r\n")
        job.action_check()
        self.assertProblem(job, 3, "The line has 1 cells")
