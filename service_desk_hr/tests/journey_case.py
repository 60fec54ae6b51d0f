"""A company's people, a template and packages for the tests of journeys."""

from datetime import timedelta

from odoo import fields

from odoo.addons.service_desk.tests.access_case import AccessCase


class JourneyCase(AccessCase):
    """An HR officer without a role at the desk, a manager, and somebody who joins the sales people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls.make_user("test_hr", "hr.group_hr_user,base.group_user")
        cls.boss = cls.make_user("test_boss", "base.group_user")
        cls.stranger = cls.make_user("test_stranger", "base.group_user")
        cls.sales = cls.env["hr.department"].create({"name": "Sales"})
        cls.support = cls.env["hr.department"].create({"name": "Support"})
        cls.boss_employee = cls.env["hr.employee"].create(
            {"name": "Bea Boss", "user_id": cls.boss.id, "department_id": cls.sales.id}
        )
        cls.employee_new = cls.make_employee("Nina New")
        cls.first_day = fields.Date.today() + timedelta(days=14)
        cls.env["service.desk.journey.template"].search([]).active = False
        # Whatever runs already in the database is over, for the tests.
        for table, column in (("service_desk_journey", "state"), ("service_desk_journey_line", "journey_state")):
            cls.env.cr.execute(f"UPDATE {table} SET {column} = 'cancelled' WHERE {column} IN ('proposed', 'running')")
        cls.env.invalidate_all()
        cls.env["service.desk.access.package"].search([]).active = False
        cls.template = cls.make_template("joiner")

    @classmethod
    def make_employee(cls, name, **values):
        """An employee of the sales people, below the boss."""
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "work_email": f"{name.lower().replace(' ', '.')}@example.com",
                "department_id": cls.sales.id,
                "parent_id": cls.boss_employee.id,
                **values,
            }
        )

    @classmethod
    def make_template(cls, kind, steps=(), **values):
        """A template of a kind; steps as dicts of values."""
        return cls.env["service.desk.journey.template"].create(
            {
                "name": f"A {kind}",
                "kind": kind,
                "step_ids": [(0, 0, {"name": f"Step {number}", **step}) for number, step in enumerate(steps)],
                **values,
            }
        )

    @classmethod
    def make_item(cls, name, questions=(), **values):
        """An item of the catalog that is published, with questions as dicts of values."""
        item = cls.env["service.desk.catalog.item"].create(
            {
                "name": name,
                "audience": "internal",
                "question_ids": [
                    (0, 0, {"sequence": number, "name": one["code"].title(), **one})
                    for number, one in enumerate(questions)
                ],
                **values,
            }
        )
        item.state = "published"
        return item

    def start(self, kind="joiner", employee=None, user=None, **values):
        """A journey that HR starts by the dialog."""
        employee = employee or self.employee_new
        wizard = (
            self.env["service.desk.journey.wizard"]
            .with_user(user or self.hr)
            .create(
                {
                    "kind": kind,
                    "employee_ids": [(6, 0, employee.ids)],
                    "date_start": self.first_day,
                    **({"date_end": self.first_day} if kind == "leaver" else {}),
                    **values,
                }
            )
        )
        action = wizard.action_start()
        journeys = self.env["service.desk.journey"].with_user(user or self.hr)
        return journeys.browse(action["res_id"]) if action.get("res_id") else journeys.search(action["domain"])

    def line(self, journey, name):
        """The line of a journey with that name, with superuser rights."""
        return journey.sudo().line_ids.filtered(lambda line: line.name == name)
