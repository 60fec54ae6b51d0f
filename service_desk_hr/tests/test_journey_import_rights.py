import json
import random
from base64 import b64encode

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .journey_import_case import JourneyImportCase


@tagged("post_install", "-at_install")
class TestJourneyImportRights(JourneyImportCase):
    """HR within their companies, and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sister = cls.env["res.company"].create({"name": "Sister"})
        cls.hr_other = cls.make_user(
            "test_hr_other",
            "hr.group_hr_user,base.group_user",
            company_id=cls.sister.id,
            company_ids=[(6, 0, cls.sister.ids)],
        )

    def outsiders(self):
        return self.agent | self.manager | self.access_manager | self.boss | self.employee | self.hr_other

    def test_outsiders_see_no_sheet(self):
        """Neither the file nor who stands in it."""
        job = self.check([self.person(1)])
        for user in self.outsiders():
            for records in (job, job.row_ids, job.column_ids):
                with self.subTest(user=user.login, model=records._name):
                    self.assertFalse(records.with_user(user)._filtered_access("read"))
                    with self.assertRaises(AccessError):
                        records.with_user(user).read(["display_name"])

    def test_outsiders_do_nothing(self):
        """No verb serves them; nor do they begin an import of their own here."""
        job = self.check([self.person(1)])
        for user in self.outsiders():
            for verb in ("action_check", "action_start", "action_retry", "action_make_places", "unlink"):
                with self.subTest(user=user.login, verb=verb), self.assertRaises(AccessError):
                    getattr(job.with_user(user), verb)()
            with self.assertRaises(AccessError):
                job.row_ids.with_user(user).name = "X"
            with self.assertRaises(AccessError):
                self.imports.with_user(user).create({"company_id": self.env.company.id})
        self.assertEqual(job.state, "checked")

    def test_nobody_writes_what_happened(self):
        """States, people and results are found out; HR writes what the sheet says."""
        job = self.check([self.person(1)])
        row = job.row_ids.with_user(self.hr)
        for values in (
            {"state": "running"},
            {"user_id": self.manager.id},
            {"row_ids": [(0, 0, {"name": "X"})]},
            {"journey_ids": [(5, 0, 0)]},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                job.write(values)
        for values in (
            {"state": "waiting"},
            {"employee_id": self.employee_new.id},
            {"import_id": job.id},
            {"template_id": self.template.id},
            {"message": ""},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                row.write(values)
        with self.assertRaises(AccessError):
            row.copy()
        with self.assertRaises(AccessError):
            row.unlink()
        with self.assertRaises(AccessError):
            job.column_ids[0].header = "X"

    def test_import_goes_to_no_company_of_others(self):
        """Neither at the beginning nor later."""
        job = self.check([self.person(1)])
        with self.assertRaises(AccessError):
            job.company_id = self.sister
        with self.assertRaises(AccessError):
            self.imports.create({"company_id": self.sister.id})

    def test_job_has_no_more_rights_than_who_started_it(self):
        """Who is no HR any more, or has left, brings nobody in; a colleague goes on."""
        job = self.check([self.person(1)])
        job.action_start()
        self.hr.group_ids -= self.env.ref("hr.group_hr_user")
        self.run_job()
        self.assertEqual((job.sudo().state, job.sudo().failure), ("checked", "Journeys are started and changed by HR."))
        self.assertFalse(self.brought())
        colleague = self.make_user("test_hr_colleague", "hr.group_hr_user,base.group_user")
        job.with_user(colleague).action_start()
        self.run_job()
        self.assertEqual(job.sudo().journey_ids.hr_user_id, colleague)

    def test_started_row_is_not_changed(self):
        """What happened, happened."""
        job = self.bring([self.person(1)])
        with self.assertRaisesRegex(UserError, "started already"):
            job.row_ids.with_user(self.hr).name = "X"

    def test_private_mail_reaches_no_employee(self):
        """It stands on the journey; no field of the employee or of a contact holds it."""
        job = self.bring([self.person(1, **{"Private Mail": "secret@home.example"})])
        employee = job.row_ids.employee_id.sudo()
        found = [
            name
            for record in (employee, employee.work_contact_id, employee.resource_id, employee.current_version_id)
            for name, field in record._fields.items()
            if field.type in ("char", "text", "html") and "secret@home.example" in str(record[name])
        ]
        self.assertEqual(found, [])
        self.assertEqual(job.journey_ids.contact_email, "secret@home.example")


@tagged("post_install", "-at_install")
class TestJourneyImportRpc(HttpCase, JourneyImportCase):
    """The same from outside, as the clients of people ask."""

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return response.json()

    def test_whole_way_over_rpc(self):
        """HR uploads, checks, mends and starts."""
        self.authenticate("test_hr", "test_hr")
        values = {"file": self.xlsx([self.person(1), self.person(2, Department="Nowhere")]).decode()}
        values |= {"file_name": "people.xlsx", "date_default": self.first_day.isoformat()}
        model = "service.desk.journey.import"
        job_id = self.call(model, "create", [values])["result"][0]
        self.assertTrue(self.call(model, "action_check", [job_id])["result"])
        found = self.call(model, "read", [job_id], ["state", "new_count", "problem_count"])["result"][0]
        self.assertEqual((found["state"], found["new_count"], found["problem_count"]), ("checked", 1, 1))
        rows = self.call(f"{model}.row", "search", [["import_id", "=", job_id], ["state", "=", "problem"]])["result"]
        self.assertTrue(self.call(f"{model}.row", "write", rows, {"department": "Sales"})["result"])
        self.assertTrue(self.call(model, "action_start", [job_id])["result"])
        self.run_job()
        self.assertEqual(len(self.brought()), 2)

    def test_private_methods_and_fields_are_closed(self):
        """Neither the job nor the engine behind it is for clients."""
        job = self.check([self.person(1)])
        self.authenticate("test_hr", "test_hr")
        model = "service.desk.journey.import"
        for method, args in (
            ("_cron_run", []),
            ("_bring", [job.row_ids.ids]),
            ("_start", [job.ids]),
            ("write", [job.ids, {"state": "done"}]),
            ("web_save", [job.ids, {"user_id": self.manager.id}, {}]),
            ("web_save", [job.ids, {"row_ids": [[0, 0, {"name": "X"}]]}, {}]),
        ):
            with self.subTest(method=method):
                self.assertIn("error", self.call(model, method, *args))
        self.assertEqual(job.state, "checked")

    def test_sample_sheet_is_read_as_it_is(self):
        """Its headings are known, and its people would come, their departments with them."""
        self.authenticate("test_hr", "test_hr")
        response = self.url_open("/service_desk_hr/import/sample.xlsx")
        self.assertEqual(response.status_code, 200)
        job = self.imports.create({"file": b64encode(response.content), "makes_places": True})
        job.action_check()
        self.assertEqual((job.new_count, job.problem_count), (2, 0), job.row_ids.mapped("message"))
        self.assertTrue(all(job.column_ids.mapped("target")))
        second = self.row(job, 3)
        self.assertEqual((second.manager_row_id, second.employee_type), (self.row(job, 2), "trainee"))

    def test_sample_sheet_is_hrs(self):
        """Nobody else needs it."""
        self.authenticate("test_boss", "test_boss")
        self.assertEqual(self.url_open("/service_desk_hr/import/sample.xlsx").status_code, 403)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/service_desk_hr/import/sample.xlsx").url)


@tagged("post_install", "-at_install")
class TestJourneyImportProperty(JourneyImportCase):
    """Whatever the order of rows, and however often it is begun again, the same people come."""

    def test_shuffled_rows_give_the_same_people(self):
        """Managers, departments, doubles and problems too."""
        draw = random.Random(20261122)
        for round_number in range(4):
            people = self.random_people(draw, f"r{round_number}")
            outcomes = []
            for _try in range(2):
                draw.shuffle(people)
                with self.subTest(people=people), self.env.cr.savepoint() as savepoint:
                    job = self.check(people, makes_places=True)
                    job.action_start()
                    for _batch in range(len(people)):
                        # A job that is killed after each batch, and begun anew.
                        job.sudo()._bring_waiting(lambda _count: False)
                    job.sudo()._bring_waiting(lambda _count: True)
                    self.assertEqual(job.state, "done")
                    outcomes.append(self.outcome(job))
                    self.assertEqual(len(job.journey_ids), job.done_count)
                    savepoint.rollback()
                self.env.invalidate_all()
            self.assertEqual(*outcomes)

    def random_people(self, draw, mark):
        people = [self.person(number) for number in range(8)]
        for person in people:
            person["Name"] += f" {mark}"
            person["Department"] = draw.choice(["", "Sales", "Sales / A", "B / C", "B"])
            person["Manager"] = draw.choice(["", "Bea Boss", "Nobody Known", draw.choice(people)["Name"]])
            person["First Day"] = draw.choice(["", "2030-05-06", "13/05/2030", "nonsense"])
            person["Work Mail"] = draw.choice([person["Work Mail"]] * 5 + ["nonsense"])
        people += draw.sample(people, 2)
        return people

    def outcome(self, job):
        """Who came, where to, below whom; and who did not, and why."""
        came = {
            (row.name, row.employee_id.department_id.complete_name, row.employee_id.parent_id.name, row.date_start)
            for row in job.row_ids.filtered(lambda row: row.state == "done")
        }
        self.assertTrue(came)
        self.assertEqual(len(came), job.done_count)
        left = sorted(row.name for row in job.row_ids - job.row_ids.filtered(lambda row: row.state == "done"))
        return came, left
