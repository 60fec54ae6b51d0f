from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .journey_import_case import JourneyImportCase


@tagged("post_install", "-at_install")
class TestJourneyImport(JourneyImportCase):
    """From a sheet to people on their journeys."""

    def test_check_writes_nothing_but_rows(self):
        """It says what would happen, person by person, and how many they are."""
        employees = self.env["hr.employee"].search_count([])
        journeys = self.env["service.desk.journey"].search_count([])
        people = [self.person(1, Department="Sales", Manager="Bea Boss"), self.person(2, Name="")]
        job = self.check(people)
        self.assertEqual((job.state, job.row_count, job.new_count, job.problem_count), ("checked", 2, 1, 1))
        row = self.row(job, 2)
        self.assertEqual((row.state, row.outcome, row.date_start), ("waiting", "new", self.first_day))
        self.assertEqual((row.department_id, row.manager_employee_id), (self.sales, self.boss_employee))
        self.assertEqual((row.template_id, row.access_text), (self.acquired, self.by_hand.name))
        self.assertProblem(job, 3, "name is missing")
        self.assertEqual(self.env["hr.employee"].search_count([]), employees)
        self.assertEqual(self.env["service.desk.journey"].search_count([]), journeys)

    def test_start_brings_people_on_their_journeys(self):
        """With what colleagues may know; the private address is known to the journey alone."""
        people = [
            self.person(1, Department="Sales", Manager="test_boss", **{"Private Mail": "p1@home.example"}),
            self.person(2, **{"First Day": (self.first_day + timedelta(days=7)).isoformat()}),
        ]
        people[0]["Manager"] = "bea boss"
        job = self.bring(people)
        self.assertEqual((job.state, job.done_count, job.progress), ("done", 2, 100))
        first, second = job.row_ids.journey_id.sorted("person_name")
        self.assertEqual((first.state, first.kind, first.import_id), ("running", "acquired", job))
        self.assertEqual(first.contact_email, "p1@home.example")
        self.assertEqual((first.department_id, first.manager_id), (self.sales, self.boss))
        self.assertEqual(second.date_start, self.first_day + timedelta(days=7))
        self.assertEqual(first.hr_user_id, self.hr)
        self.assertEqual(len(first.line_ids), 3)
        employee = first.employee_id
        self.assertEqual((employee.work_email, employee.parent_id), ("person1@acquired.example", self.boss_employee))
        self.assertFalse(employee.sudo().private_email)
        self.assertFalse(job.row_ids.filtered("private_email"))
        self.assertFalse(job.file)
        action = job.action_open_journeys()
        self.assertEqual(self.env["service.desk.journey"].search(action["domain"]), first | second)

    def test_same_sheet_again_changes_nothing(self):
        """People are known by their work mail, however it is written; without one by the same row."""
        people = [self.person(1), self.person(2), {"Name": "Nora Nomail", "Private Mail": "nora@home.example"}]
        self.bring(people)
        counts = [self.env[name].search_count([]) for name in ("hr.employee", "service.desk.journey", "res.partner")]
        people[0]["Work Mail"] = "PERSON1@Acquired.Example"
        again = self.check(people, form="xlsx")
        self.assertEqual((again.present_count, again.waiting_count), (3, 0), again.row_ids.mapped("message"))
        with self.assertRaisesRegex(UserError, "No row"):
            again.action_start()
        self.run_job()
        self.assertEqual(
            [self.env[name].search_count([]) for name in ("hr.employee", "service.desk.journey", "res.partner")], counts
        )

    def test_done_journey_is_not_begun_again(self):
        """Unless the sheet names another day, which means that they come again."""
        job = self.bring([self.person(1)])
        self.assertEqual(self.check([self.person(1)], date_default=date(2030, 1, 1)).present_count, 1)
        journey = job.journey_ids.sudo()
        journey.line_ids.unlink()
        journey.state = "done"
        self.assertEqual(self.check([self.person(1)], date_default=date(2030, 1, 1)).present_count, 1)
        later = self.check([self.person(1, **{"First Day": "2030-01-01"})])
        self.assertEqual((later.waiting_count, later.known_count), (1, 1))

    def test_known_employee_is_left_as_they_are(self):
        """Only the journey is new."""
        person = self.make_employee("Petra Present", work_email="petra@acquired.example")
        job = self.bring([{"Name": "Present, Petra", "Work Mail": "petra@acquired.example", "Department": "Support"}])
        self.assertEqual(self.row(job, 2).employee_id, person)
        self.assertEqual((person.name, person.department_id), ("Petra Present", self.sales))
        self.assertEqual(job.journey_ids.state, "running")

    def test_headings_of_other_languages_are_known(self):
        """First and last name become one; the mapping is there to be looked at."""
        columns = ("Prénom", "Nom de famille", "E-mail professionnel", "Département", "Salaire")
        people = [dict(zip(columns, ("Eva", "Exemple", "eva@acquired.example", "Sales", "99999"), strict=True))]
        job = self.check(people, columns)
        row = job.row_ids
        self.assertEqual(
            (row.name, row.work_email, row.department_id), ("Eva Exemple", "eva@acquired.example", self.sales)
        )
        self.assertEqual(
            job.column_ids.mapped("target"), ["first_name", "last_name", "work_email", "department", False]
        )
        self.assertNotIn("99999", str(row.read()))

    def test_name_beside_a_first_name_is_the_last_one(self):
        """As in "Nom" and "Prénom"; a whole name stays as it is."""
        people = [
            {"Nom": "Dupont", "Prénom": "Jean"},
            {"Nom": "Jeanne Petit", "Prénom": "Jeanne"},
            {"Nom": "Martin"},
            {"Prénom": "Aimée"},
        ]
        job = self.check(people, ("Nom", "Prénom"))
        self.assertEqual(job.row_ids.mapped("name"), ["Jean Dupont", "Jeanne Petit", "Martin", "Aimée"])

    def test_mapping_can_be_changed(self):
        """What no heading tells, a person says; the sheet is read again by itself."""
        columns = ("Wer", "Mail")
        job = self.check([{"Wer": "Eva Exemple", "Mail": "eva@acquired.example"}], columns)
        self.assertEqual((job.state, job.row_count), ("draft", 0))
        self.assertRegex(job.failure, "No column.*Wer, Mail")
        job.column_ids = [(1, job.column_ids[0].id, {"target": "name"})]
        self.assertEqual((job.state, job.failure, job.row_ids.name), ("checked", False, "Eva Exemple"))
        with self.assertRaisesRegex(UserError, "More than one column"):
            job.column_ids = [(1, job.column_ids[1].id, {"target": "name"})]

    def test_row_can_be_mended(self):
        """Here as well as in the sheet; all rows are looked at again, as others may hang on it."""
        job = self.check([self.person(1, Manager="Person 002"), self.person(2, **{"Work Mail": "nonsense"})])
        self.assertProblem(job, 3, "nonsense.*no mail address")
        self.assertRegex(self.row(job, 2).message, "row 3, follows")
        self.row(job, 3).work_email = " person2@acquired.example "
        self.assertEqual(job.waiting_count, 2)
        self.assertFalse(self.row(job, 2).message)

    def test_start_leaves_out_problems_which_follow_when_mended(self):
        """The others go on; who is mended is started later."""
        job = self.bring([self.person(1), self.person(2, Department="Nowhere")])
        self.assertEqual((job.state, job.done_count, job.problem_count), ("done", 1, 1))
        self.assertTrue(job.file)
        self.row(job, 3).department = "sales"
        self.assertEqual(job.waiting_count, 1)
        job.action_start()
        self.run_job()
        self.assertEqual((job.done_count, job.progress, len(self.brought())), (2, 100, 2))

    def test_departments_and_jobs_are_created_when_asked_for(self):
        """With all above them, each once."""
        people = [
            self.person(1, Department="Sales / Inside / North", Job="Caller"),
            self.person(2, Department="Sales / Inside / North", Job="Caller"),
            self.person(3, Department="sales/inside"),
        ]
        job = self.check(people)
        self.assertEqual(job.problem_count, 3)
        self.assertProblem(job, 2, "no department “Sales / Inside / North”.*no job “Caller”")
        self.assertEqual(job.missing_text, "Caller, Sales / Inside / North, sales/inside")
        job.action_make_places()
        self.assertEqual(job.problem_count, 0)
        self.assertRegex(self.row(job, 2).message, "New department: Sales / Inside / North")
        job.action_start()
        self.run_job()
        north, inside = self.env["hr.department"].search([("name", "in", ("Inside", "North"))], order="id desc")
        self.assertEqual((north.parent_id, inside.parent_id), (inside, self.sales))
        self.assertEqual(self.row(job, 4).journey_id.department_id, inside)
        self.assertEqual(self.env["hr.job"].search_count([("name", "=", "Caller")]), 1)

    def test_contacts_of_a_partner_come_and_go(self):
        """They become contacts of the partner, not employees."""
        self.make_template("partner", [{"kind": "access"}])
        self.make_template("leaver", [{"kind": "revoke", "anchor": "end"}])
        partner = self.env["res.partner"].create({"name": "Partner", "is_company": True})
        with self.assertRaisesRegex(UserError, "partner company"):
            self.check([self.person(1)], kind="partner")
        job = self.check([self.person(1)], kind="partner", organization_id=partner.id)
        self.assertProblem(job, 2, "you may not create contacts")
        self.hr.group_ids += self.env.ref("base.group_partner_manager")
        job = self.bring([self.person(1)], kind="partner", organization_id=partner.id)
        contact = partner.child_ids
        self.assertEqual((contact.name, contact.email), ("Person 001", "person1@acquired.example"))
        self.assertEqual((job.journey_ids.partner_id, job.journey_ids.state), (contact, "running"))
        self.assertFalse(self.brought())
        again = self.check([self.person(1)], kind="partner", organization_id=partner.id)
        self.assertEqual(again.present_count, 1)
        leaver = self.bring([self.person(1)], kind="leaver", target="contact", organization_id=partner.id)
        self.assertEqual(leaver.journey_ids.date_end, self.first_day)

    def test_leavers_must_be_known(self):
        """Nobody is created only to leave."""
        self.make_template("leaver", [{"kind": "revoke", "anchor": "end"}])
        job = self.check([{"Name": "Nina New", "Work Mail": "nina.new@example.com"}, self.person(1)], kind="leaver")
        self.assertEqual((self.row(job, 2).employee_id, self.row(job, 2).date_end), (self.employee_new, self.first_day))
        self.assertProblem(job, 3, "Nobody here is called Person 001")

    def test_person_who_fails_stops_no_other(self):
        """What kept them out stands on their row; they are tried again when it is settled."""
        job = self.check([self.person(number) for number in range(1, 6)])
        employees = type(self.env["hr.employee"])
        original, refusal = employees.create, "The moon is full."

        def create(self, vals_list):
            if any(vals.get("name") == "Person 003" for vals in vals_list):
                raise UserError(refusal)
            return original(self, vals_list)

        self.patch(employees, "create", create)
        job.action_start()
        self.run_job()
        self.assertEqual((job.state, job.done_count, job.failed_count), ("done", 4, 1))
        self.assertEqual((self.row(job, 4).state, self.row(job, 4).message), ("failed", refusal))
        self.patch(employees, "create", original)
        job.action_retry()
        self.run_job()
        self.assertEqual((job.done_count, job.failed_count, len(self.brought())), (5, 0, 5))

    def test_whose_rights_the_job_has_is_nobodys_default(self):
        """A client's context, and what somebody has stored, say neither who started it nor how far it is."""
        self.env["ir.default"].with_user(self.hr).set("service.desk.journey.import", "state", "running", user_id=True)
        job = self.imports.with_context(default_user_id=self.env.ref("base.user_root").id).create({})
        self.assertEqual((job.state, job.user_id.id, job.date_started), ("draft", False, False))

    def test_two_who_start_at_once_do_it_once(self):
        """The second is told; nobody comes twice."""
        job = self.check([self.person(1)])
        job.action_start()
        with self.assertRaisesRegex(UserError, "running already"):
            job.action_start()
        with self.assertRaisesRegex(UserError, "running"):
            job.makes_places = True
        self.run_job()
        self.run_job()
        self.assertEqual(len(self.brought()), 1)

    def test_two_sheets_with_the_same_person_bring_one(self):
        """What has happened since the check counts."""
        jobs = self.check([self.person(1)]) | self.check([self.person(1), self.person(2)])
        jobs.action_start()
        self.run_job()
        self.assertEqual(len(self.brought()), 2)
        self.assertEqual(jobs.mapped("state"), ["done", "done"])
        self.assertEqual(sorted(jobs.row_ids.mapped("state")), ["done", "done", "present"])

    def test_anonymized_journey_takes_its_row_along(self):
        """Nothing of the person is left in the import."""
        job = self.bring([self.person(1), self.person(2)])
        journey = self.row(job, 2).journey_id.sudo()
        journey._cancel("No deal")
        journey._anonymize()
        self.assertEqual(job.row_ids.mapped("name"), ["Person 002"])

    def test_sheets_are_not_kept_for_ever(self):
        """What was never started goes, then the private part of who was left out, and at last all of it."""
        draft = self.check([self.person(1)])
        job = self.bring([self.person(2), self.person(3, Department="Nowhere", **{"Private Mail": "p@home.example"})])
        journey = job.journey_ids
        self.env["service.desk.journey.import"]._gc_imports()
        self.assertTrue(draft.exists() and job.file)
        self.env.cr.execute("UPDATE service_desk_journey_import SET write_date = write_date - interval '31 days'")
        job.sudo().date_done -= timedelta(days=31)
        self.env["service.desk.journey.import"]._gc_imports()
        self.assertFalse(draft.exists())
        self.assertTrue(job.exists())
        self.assertFalse(job.file or job.row_ids.filtered("private_email"))
        job.sudo().date_done -= timedelta(days=365)
        self.env["service.desk.journey.import"]._gc_imports()
        self.assertFalse(job.exists())
        self.assertEqual(journey.state, "running")

    def test_other_file_starts_anew(self):
        """Columns and rows are those of the file; once people are started it is another import."""
        job = self.check([self.person(1)])
        job.write({"file": self.csv([self.person(2)]), "file_name": "other.csv"})
        self.assertEqual((job.state, job.row_count, len(job.column_ids)), ("draft", 0, 0))
        job.action_check()
        job.action_start()
        self.run_job()
        with self.assertRaisesRegex(UserError, "Make a new import"):
            job.file = self.csv([self.person(3)])
