from contextlib import suppress
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models import service_desk_journey_retention_mixin as retention
from .journey_case import JourneyCase
from .journey_import_case import JourneyImportCase

#: Stands in everything that is written about the person.
MARK = "Quintessa"


@tagged("post_install", "-at_install")
class TestJourneyRetention(JourneyCase):
    """What was over long ago forgets whose it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_manager = cls.make_user("test_hr_manager", "hr.group_hr_manager,base.group_user")
        cls.employee.name = f"{MARK} Quill"
        cls.person = cls.make_employee(f"{MARK} Quill", user_id=cls.employee.id)
        cls.template.write(
            {
                "question_item_id": cls.make_item("Choices", [{"code": "model", "kind": "text"}]).id,
                "step_ids": [
                    (0, 0, {"name": "Contract", "responsible": "hr", "needs_proof": True}),
                    (0, 0, {"name": "Own part", "responsible": "person"}),
                    (0, 0, {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id}),
                    (0, 0, {"name": "Phone", "kind": "item", "item_id": cls.make_item("Phone").id}),
                    (0, 0, {"name": "Access", "kind": "access"}),
                    (
                        0,
                        0,
                        {
                            "name": "Welcome",
                            "kind": "message",
                            "mail_template_id": cls.env.ref("service_desk_hr.mail_template_journey_welcome").id,
                            "offset_days": -400,
                        },
                    ),
                ],
            }
        )
        cls.env["service.desk.access.package"].with_user(cls.access_manager).create(
            {"name": "All", "entitlement_ids": [(6, 0, cls.by_group.ids)]}
        )

    def ended(self, **values):
        """A journey with names in all its corners, cancelled: some of it done, some not."""
        journey = self.start(employee=self.person, reason=f"{MARK} was promoted", **values)
        journey.action_answer({"model": f"One for {MARK}"})
        self.line(journey, "Contract").with_user(self.hr).action_done(f"Signed by {MARK}")
        journey.action_cancel(f"{MARK} does not come")
        return journey

    def age(self, journey, months):
        journey.sudo().date_over -= timedelta(days=31 * months)

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("service_desk_hr.cron_journeys_forget").method_direct_trigger()
        self.env.invalidate_all()

    def found(self, journey):
        """Where the mark still stands, as (table, column): everything stored of the journey and its parts."""
        self.env.flush_all()
        tables = {
            "service_desk_journey": "id = %s",
            "service_desk_journey_line": "journey_id = %s",
            "service_desk_journey_event": "journey_id = %s",
            "service_desk_journey_access": "journey_id = %s",
            "mail_message": "model LIKE 'service.desk.journey%%' AND res_id = %s",
        }
        found = set()
        for table, where in tables.items():
            self.env.cr.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE {where}", [journey.id])
            for (row,) in self.env.cr.fetchall():
                found |= {(table, column) for column, value in row.items() if MARK in str(value)}
        return found

    def test_forgets_the_person_everywhere(self):
        """Names, answers, notes, mails, links; also of the tasks that were the journey's alone."""
        journey = self.ended()
        tasks = journey.sudo().line_ids.task_id
        came_to = {line.id: line.state for line in journey.line_ids}
        self.assertGreater(len(self.found(journey)), 5)
        journey.with_user(self.hr_manager).action_anonymize()
        self.assertFalse(self.found(journey))
        self.assertFalse([task.name for task in tasks if MARK in f"{task.name} {task.note} {task.description}"])
        stored = journey.sudo()
        self.assertFalse(stored.partner_id | stored.employee_id.work_contact_id)
        self.assertFalse(stored.line_ids.task_id or stored.line_ids.request_id or stored.line_ids.grant_ids)
        self.assertFalse(stored.line_ids.user_id)
        self.env.invalidate_all()
        self.assertEqual({line.id: line.state for line in journey.line_ids}, came_to, "steps stay what they came to")
        self.assertEqual(journey.sudo().event_ids[0].kind, "anonymized")
        self.assertIn("Anonymized", journey.display_name)

    def test_every_stored_field_is_decided_about(self):
        """What is kept is named; a field that somebody adds is forgotten unless they say otherwise."""
        journey = self.ended()
        journey.with_user(self.hr_manager).action_anonymize()
        stored = journey.sudo()
        left = {
            name
            for name, field in stored._fields.items()
            if field.store and field.type != "one2many" and stored[name] and name not in retention.KEPT_FIELDS
        }
        self.assertFalse(left)

    def test_nothing_happens_twice_and_nothing_comes_back(self):
        """Neither by the button nor by the job, nor by signing afterwards."""
        journey = self.ended()
        journey.with_user(self.hr_manager).action_anonymize()
        moment = journey.date_anonymized
        journey.with_user(self.hr_manager).action_anonymize()
        self.age(journey, 999)
        self.run_job()
        self.assertEqual(journey.date_anonymized, moment)
        self.assertEqual(journey.sudo().event_ids.mapped("kind").count("anonymized"), 1)
        for verb, arguments in (("action_confirm", ()), ("action_move", ("2030-01-01",)), ("action_sign", ())):
            with self.subTest(verb=verb):
                with suppress(UserError):
                    getattr(journey, verb)(*arguments)
                self.assertFalse(journey.person_name)

    def test_job_works_by_each_company_s_term(self):
        """Months after the end; 0 means never; what runs is left alone."""
        young, old, running = self.ended(), self.ended(), self.start(employee=self.person)
        self.age(young, 22)
        self.age(old, 25)
        self.env.company.service_desk_journey_keep_months = 0
        self.run_job()
        self.assertFalse(old.date_anonymized)
        self.env.company.service_desk_journey_keep_months = 24
        self.run_job()
        self.assertTrue(old.date_anonymized)
        self.assertFalse(young.date_anonymized or running.date_anonymized)
        self.assertEqual(young.person_name, self.person.name)

    def test_one_that_fails_stops_no_other(self):
        """It stays in the log and is tried again; the next run takes up the rest."""
        bad, good = self.ended(), self.ended()
        self.age(bad, 30)
        self.age(good, 30)
        model = self.env.registry["service.desk.journey"]
        former = model._forget_words

        def forget(journeys):
            if bad in journeys:
                raise ValueError("broken")
            return former(journeys)

        self.patch(model, "_forget_words", forget)
        with self.assertLogs("odoo.addons.service_desk.models.service_desk_batch_mixin", "ERROR"):
            self.run_job()
        self.assertTrue(good.date_anonymized)
        self.assertFalse(bad.date_anonymized)
        self.patch(model, "_forget_words", former)
        self.run_job()
        self.assertTrue(bad.date_anonymized)

    def signed(self):
        self.make_template("leaver", [{"name": "Key back", "responsible": "hr", "anchor": "end"}])
        person = self.make_employee("Leo Leaver")
        journey = self.start("leaver", person, date_end="2020-01-01")
        self.line(journey, "Key back").with_user(self.hr).action_done("In the drawer")
        journey.action_finish()
        journey.action_sign()
        return journey

    def test_proof_stays_longer_and_goes_by_its_own_term(self):
        """An auditor still finds it as it was signed, without the person; at last the fingerprint alone."""
        journey = self.signed()
        fingerprint = journey.proof_hash
        self.age(journey, 30)
        self.run_job()
        self.assertTrue(journey.date_anonymized)
        self.assertTrue(journey.is_proof_intact)
        self.assertIn("In the drawer", str(journey._shown_proof()))
        html = (
            self.env["ir.actions.report"]
            .with_user(self.hr)
            ._render_qweb_html("service_desk_hr.report_journey_proof", journey.ids)[0]
        )
        self.assertNotIn("Leo Leaver", html.decode())
        self.age(journey, 100)
        self.run_job()
        self.assertFalse(journey.sudo().proof)
        self.assertTrue(journey.date_proof_removed)
        self.assertEqual(journey.proof_hash, fingerprint)
        self.assertNotIn("In the drawer", str(journey._shown_proof()))

    def test_terms_make_sense(self):
        """Proof is not gone before the journey; no negative months."""
        company = self.env.company
        for values in (
            {"service_desk_journey_keep_months": 24, "service_desk_proof_keep_months": 12},
            {"service_desk_journey_keep_months": -1},
            {"service_desk_journey_keep_months": 10**6},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                company.write(values)

    def test_only_managers_of_hr_and_only_what_is_over(self):
        """Neither officers nor the desk nor the manager of the person."""
        journey = self.ended()
        for user in (self.hr, self.admin_user, self.access_manager, self.boss, self.employee, self.portal_a):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                journey.with_user(user).action_anonymize()
        self.assertFalse(journey.date_anonymized)
        running = self.start(employee=self.person)
        with self.assertRaisesRegex(UserError, "Close or cancel"):
            running.with_user(self.hr_manager).action_anonymize()

    def test_anonymized_employees_are_nobody_else_s(self):
        """Access managers run journeys of contacts; those of employees do not become such by forgetting."""
        journey = self.ended()
        journey.with_user(self.hr_manager).action_anonymize()
        for name in ("", ".line", ".access", ".event"):
            rows = self.env[f"service.desk.journey{name}"].with_user(self.access_manager)
            self.assertFalse(rows.search([]), name)
        self.assertFalse(journey.with_user(self.boss)._filtered_access("read"))

    def test_whoever_is_deleted_is_forgotten(self):
        """The employee or the contact; a running journey has to end first, a proposal ends by itself."""
        person = self.make_employee(f"{MARK} Second")
        over = self.start(employee=person)
        over.action_cancel("No")
        running = self.start(employee=person)
        with self.assertRaisesRegex(UserError, "Finish or cancel"):
            person.with_user(self.hr_manager).unlink()
        running.action_cancel("No")
        proposed = self.env["service.desk.journey"]._propose("joiner", person, date_start=self.first_day)
        person.with_user(self.hr_manager).unlink()
        for journey in (over, running, proposed):
            self.assertFalse(journey.sudo().person_name)
            self.assertTrue(journey.sudo().date_anonymized)
        contact = self.env["res.partner"].create({"name": f"{MARK} Partner"})
        self.make_template("partner", [{"name": "Badge", "responsible": "hr"}])
        journey = self.start("partner", employee_ids=False, partner_ids=[(6, 0, contact.ids)])
        journey.action_cancel("No")
        contact.unlink()
        self.assertFalse(self.found(journey))

    def test_many_cost_as_few(self):
        """The job works in batches, not one by one."""
        journeys = self.env["service.desk.journey"]
        for number in range(6):
            journey = self.start(employee=self.make_employee(f"Person {number}"))
            journey.action_cancel("No")
            journeys |= journey
        counts = []
        for some in (journeys[:2], journeys[2:]):
            counts.append(self.queries(lambda some=some: some.sudo()._anonymize()).total())
        self.assertLessEqual(counts[1], counts[0] + 2)


@tagged("post_install", "-at_install")
class TestSheetRetention(JourneyImportCase):
    """Who came by a spreadsheet is forgotten there, too."""

    def test_rows_and_sheet_are_forgotten(self):
        """The row goes with its journey, and the file with all that stood in it; others' rows stay."""
        job = self.check([self.person(number) for number in (1, 2)])
        job.action_start()
        self.run_job()
        self.env.invalidate_all()
        one, other = job.sudo().row_ids
        self.assertTrue(one.journey_id)
        one.journey_id.sudo()._cancel("No")
        one.journey_id._anonymize()
        self.assertFalse(one.exists())
        self.assertTrue(other.exists())
        self.assertFalse(job.sudo().file or any(job.sudo().column_ids.mapped("sample")))
