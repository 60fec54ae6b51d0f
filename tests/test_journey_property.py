"""What people hold after journeys: for random packages, departments, moves and grants.

An independent count says what somebody must hold: the packages of where they are now, and what was
granted to them alone and never taken back. Whoever has left holds nothing.
"""

from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady, uncommitted, undone

from odoo import fields

briefly = settings(steady, max_examples=40)

DEPARTMENTS, ENTITLEMENTS = 3, 6
LIVE = ("requested", "approval", "granting", "active", "revoking")

some = st.sets(st.integers(0, ENTITLEMENTS - 1), max_size=4)
#: Of everybody, and of each department.
packages = st.tuples(some, *[some] * DEPARTMENTS)
events = st.one_of(
    st.tuples(st.just("move"), st.integers(0, DEPARTMENTS - 1)),
    st.tuples(st.just("grant"), st.integers(0, ENTITLEMENTS - 1)),
    st.tuples(st.just("give_back"), st.integers(0, ENTITLEMENTS - 1)),
)
lives = st.lists(events, max_size=6)


@pytest.fixture(scope="module")
def company():
    """HR, departments, entitlements and templates, in a transaction that is never committed."""
    with uncommitted(mail_notrack=True, no_reset_password=True) as env:
        env["service.desk.journey.template"].search([]).active = False
        env["service.desk.access.package"].search([]).active = False
        access = [(0, 0, {"name": "Access", "kind": "access"})]
        revoke = [(0, 0, {"name": "Old access", "kind": "revoke"})]
        ends = [(0, 0, {"name": "All access", "kind": "revoke", "anchor": "end"})]
        env["service.desk.journey.template"].create(
            [
                {"name": "join", "kind": "joiner", "step_ids": access},
                {"name": "move", "kind": "mover", "step_ids": access + revoke},
                {"name": "leave", "kind": "leaver", "step_ids": ends},
            ]
        )
        departments = env["hr.department"].create([{"name": f"property {number}"} for number in range(DEPARTMENTS)])
        entitlements = env["service.desk.entitlement"].create(
            [{"name": f"property {number}"} for number in range(ENTITLEMENTS)]
        )
        yield SimpleNamespace(env=env, departments=departments, entitlements=entitlements)


class Life:
    """One person's way through the company, and what they must hold."""

    def __init__(self, company, packages):
        self.company, self.env = company, company.env
        self.packages = packages
        for place, numbers in enumerate(packages):
            departments = company.departments[place - 1].ids if place else []
            self.env["service.desk.access.package"].create(
                {
                    "name": f"package {place}",
                    "department_ids": [(6, 0, departments)],
                    "entitlement_ids": [(6, 0, [company.entitlements[one].id for one in numbers])],
                }
            )
        self.employee = self.env["hr.employee"].create({"name": "Pat", "department_id": company.departments[0].id})
        self.partner = self.employee.work_contact_id
        self.alone, self.place = set(), 0

    def role(self, place):
        return self.packages[0] | self.packages[place + 1]

    def journey(self, kind, **days):
        """Let HR start one, and everything come to its end."""
        journey = self.env["service.desk.journey"]._propose(kind, self.employee, **days)
        journey._start()
        lines = journey.line_ids.filtered(lambda line: not line.date_begun)
        lines.date_begin = fields.Datetime.now() - timedelta(minutes=1)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"]._cron_run()
        self.work()
        assert set(journey.line_ids.mapped("state")) <= {"done"}, journey.line_ids.mapped("problem")
        journey.write({"state": "done"})

    def work(self):
        """The desk grants and takes back by hand what is ordered."""
        tasks = self.env["service.desk.task"].search(
            [("access_id.partner_id", "=", self.partner.id), ("state", "=", "ready")]
        )
        tasks.write({"state": "done"})

    def move(self, place):
        if place == self.place:
            return
        self.place = place
        self.employee.department_id = self.company.departments[place]
        self.journey("mover", date_start=fields.Date.today())

    def grant(self, number):
        if number in self.expected():
            return
        self.alone.add(number)
        entitlement = self.company.entitlements[number]
        access = self.env["service.desk.access"]._ask_for(self.partner, entitlement, reason="alone")
        access._begin_granting()
        self.work()

    def give_back(self, number):
        """People give back what they were given alone."""
        if number not in self.alone:
            return
        self.alone.discard(number)
        self.held().filtered(
            lambda access: access.entitlement_id == self.company.entitlements[number]
        )._revoke_now("not needed")
        self.work()

    def expected(self):
        return self.role(self.place) | self.alone

    def held(self):
        return self.env["service.desk.access"].search(
            [("partner_id", "=", self.partner.id), ("state", "in", LIVE)]
        )

    def check(self):
        held = self.held()
        assert set(held.mapped("state")) <= {"active"}
        numbers = {self.company.entitlements.ids.index(access.entitlement_id.id) for access in held}
        assert numbers == self.expected()


@briefly
@given(packages=packages, life=lives)
def test_access_follows_the_role_and_what_was_granted_alone(company, packages, life):
    """After each journey; and nothing is left when the person has gone."""
    with undone(company.env):
        person = Life(company, packages)
        person.journey("joiner", date_start=fields.Date.today())
        person.check()
        for name, argument in life:
            getattr(person, name)(argument)
            person.check()
        person.journey("leaver", date_end=fields.Date.today())
        assert not person.held()
