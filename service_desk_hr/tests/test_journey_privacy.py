import re
from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from .journey_case import JourneyCase

#: Words, and figures that look like nothing else.
MARK, FIGURE, YEAR = "Qzxmark", 7316405, 2187
#: The year as part of a day alone: the bare number is also somebody's record.
LEAK = re.compile(rf"{MARK}|{FIGURE}|{FIGURE:,}|\b{YEAR}-\d\d|\d[/. ]{YEAR}\b|, {YEAR}\b", re.IGNORECASE)
#: Private, but chosen from a list or kept by Odoo itself: they say nothing that could be looked for.
LISTS = ("boolean", "selection", "many2one", "many2many", "one2many", "json", "properties", "datetime")
#: What HR tells the desk by it: when somebody comes and goes, which kind of employment decides. Besides
#: what Odoo works out or keeps for itself.
TOLD = {"contract_date_start", "contract_date_end", "departure_date", "date_version", "trial_date_end"}
#: Where the marks were put.
HOME = ("hr_employee", "hr_version", "mail_message", "mail_tracking_value", "ir_attachment")


@tagged("post_install", "-at_install")
class TestJourneyPrivacy(JourneyCase, HttpCase):
    """Whatever Odoo keeps for HR alone in an employee's file stays there, whichever journey is run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.boss, cls.employee):
            user.password = user.login
        cls.hr_manager = cls.make_user("test_hr_manager", "hr.group_hr_manager,base.group_user")
        cls.person = cls.make_employee("Pia Person", user_id=cls.employee.id)
        cls.marked = cls.mark(cls.person)
        cls.env["service.desk.access.package"].with_user(cls.access_manager).create(
            {"name": "All", "entitlement_ids": [(6, 0, (cls.by_group | cls.by_hand).ids)]}
        )
        form = cls.make_item("Choices", [{"code": "model", "kind": "text"}])
        letters = ("welcome", "manager")
        cls.steps = [
            {"name": "Contract", "responsible": "hr"},
            {"name": "Lunch", "responsible": "manager"},
            {"name": "Own part", "responsible": "person"},
            {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id},
            {"name": "Phone", "kind": "item", "item_id": form.id},
            *(
                {
                    "name": f"Letter {name}",
                    "kind": "message",
                    "recipient": "manager" if name == "manager" else "person",
                    "offset_days": -400,
                    "mail_template_id": cls.env.ref(f"service_desk_hr.mail_template_journey_{name}").id,
                }
                for name in letters
            ),
        ]
        cls.template.write(
            {
                "question_item_id": form.id,
                "step_ids": [(0, 0, one) for one in (*cls.steps, {"name": "Access", "kind": "access"})],
            }
        )
        cls.make_template("mover", [*cls.steps, {"name": "Access", "kind": "access"}])
        cls.make_template("absence", [{"name": "Who stands in", "responsible": "manager"}])
        cls.make_template(
            "leaver",
            [
                {"name": "Close the login", "kind": "login", "anchor": "end"},
                {"name": "Take access back", "kind": "revoke", "anchor": "end"},
                {"name": "Laptop back", "kind": "take_back", "anchor": "end"},
            ],
        )

    @classmethod
    def mark(cls, employee):
        """Put a mark into every private field of the file that takes one; returns their names."""
        marked = set()
        for number, (name, field) in enumerate(sorted(employee._fields.items())):
            if "hr.group_hr" not in (field.groups or "") or field.type in LISTS or name in TOLD:
                continue
            if name.startswith("activity_") or field.readonly:
                continue
            value = {
                "date": date(YEAR, number % 12 + 1, number % 28 + 1),
                "binary": b"UXp4bWFyaw==",
                "integer": FIGURE,
                "monetary": float(FIGURE),
                "float": float(FIGURE),
            }.get(field.type, f"{MARK}{name.title().replace('_', '')}")
            value = str(FIGURE) if name == "pin" else f"{MARK}{name}@example.org" if "email" in name else value
            employee[name] = value
            marked.add(name)
        cls.env.flush_all()
        return marked

    def leaks(self, text):
        return LEAK.findall(str(text))

    def stored_leaks(self):
        """(table, column) of everything outside the employee's file in which a mark stands."""
        self.env.flush_all()
        self.env.cr.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        found = set()
        for (table,) in self.env.cr.fetchall():
            if table in HOME:
                continue
            self.env.cr.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE t::text ~* %s", [f"{MARK}|{FIGURE}|{YEAR}-"])
            found |= {
                (table, column)
                for (row,) in self.env.cr.fetchall()
                for column, value in row.items()
                if self.leaks(value)
            }
        return found

    def message_leaks(self):
        """Messages, their tracked changes and files, but those of the file itself, that hold a mark."""
        ours = [("model", "not in", ("hr.employee", "hr.version"))]
        messages = self.env["mail.message"].search(ours)
        texts = [f"{one.subject} {one.body} {one.record_name}" for one in messages]
        values = messages.sudo().tracking_value_ids
        texts += values.mapped("new_value_char") + values.mapped("old_value_char")
        files = self.env["ir.attachment"].search([("res_model", "not in", ("hr.employee", "hr.version"))])
        return [text for text in [*texts, *files.mapped("name"), *files.mapped("index_content")] if self.leaks(text)]

    def test_marks_are_everywhere(self):
        """A field that HR alone may see and that bears no mark would prove nothing."""
        self.assertGreater(len(self.marked), 25)
        for name in ("private_email", "ssnid", "wage", "pin", "passport_id", "emergency_contact", "birthday"):
            self.assertIn(name, self.marked)
        given = {name for name in self.marked if self.leaks(self.person[name]) or self.person[name]}
        self.assertEqual(given, self.marked)

    def test_a_leak_would_be_found(self):
        """In a column, a message, a file: else the search would prove nothing."""
        self.assertFalse(self.stored_leaks() or self.message_leaks())
        self.template.note = f"Born {YEAR}-02-03"
        self.make_incident(name=f"About {self.person.ssnid}").message_post(body=f"Earns {FIGURE}")
        leaks = self.stored_leaks()
        self.assertIn(("service_desk_journey_template", "note"), leaks)
        self.assertIn(("service_desk_incident", "name"), leaks)
        self.assertTrue(self.message_leaks())

    def work(self, journey):
        """Everybody does their part."""
        journey = journey.sudo()
        if journey._is_asking():
            journey.action_answer({"model": "Any"})
        for line in journey.line_ids.filtered(lambda line: line.state == "open" and line.task_id):
            line.task_id.action_done("Done")

    def journeys(self):
        """Each kind, as far as it goes; the leaver last."""
        for kind in ("joiner", "mover", "absence", "leaver"):
            with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
                days = {"date_end": self.first_day + timedelta(days=30)} if kind == "absence" else {}
                values = {"is_immediate": True, "date_end": fields.Date.today()} if kind == "leaver" else days
                journey = self.start(kind, self.person, **values)
                self.work(journey)
                self.env["service.desk.journey"]._cron_run()
            yield journey

    def test_nothing_private_leaves_the_file(self):
        """Tickets, tasks, access, mails, steps, history, proof, pages: none of it knows a mark."""
        for journey in self.journeys():
            with self.subTest(kind=journey.kind):
                self.assertFalse(self.stored_leaks())
                self.assertFalse(self.message_leaks())
                self.assertFalse(self.leaks(journey._shown_proof()))
                html = self.env["ir.actions.report"].with_user(self.hr)
                self.assertFalse(
                    self.leaks(html._render_qweb_html("service_desk_hr.report_journey_proof", journey.ids))
                )
                for user in (self.hr, self.boss):
                    self.assertFalse(self.leaks(journey.with_user(user).read()), user.login)
                    self.assertFalse(self.leaks(journey.with_user(user).line_ids.read()), user.login)
                for login, urls in (
                    ("test_boss", ("/my/team", f"/my/team/{journey.id}", "/my/service-desk")),
                    ("test_employee", ("/my/journey",)),
                ):
                    if journey.kind == "leaver" and login == "test_employee":
                        continue
                    self.authenticate(login, login)
                    for url in urls:
                        page = self.url_open(url)
                        self.assertEqual(page.status_code, 200, url)
                        self.assertFalse(self.leaks(page.text.split("<main")[-1].split("</main")[0]), url)

    def test_why_somebody_leaves_is_for_hr(self):
        """The reason stands in the private part of the file; the manager is told the day."""
        reason = self.env["hr.departure.reason"].create({"name": f"{MARK} theft"})
        wizard = self.env["hr.departure.wizard"].with_user(self.hr_manager).with_context(active_ids=self.person.ids)
        wizard.create(
            {"departure_date": fields.Date.today() + timedelta(days=9), "departure_reason_id": reason.id}
        ).action_register_departure()
        journey = self.env["service.desk.journey"].search([("employee_id", "=", self.person.id)])
        self.assertIn(MARK, journey.with_user(self.hr).reason)
        self.assertFalse(self.leaks(journey.with_user(self.boss).read()))
        self.authenticate("test_boss", "test_boss")
        self.assertFalse(self.leaks(self.url_open(f"/my/team/{journey.id}").text))
        tasks = journey.sudo().line_ids.task_id
        self.assertFalse(self.leaks(tasks.read()))
