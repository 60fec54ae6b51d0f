"""Only desk managers import, each within their companies; the import's own notes are closed."""

from base64 import b64encode

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .import_case import ImportCase

MODELS = (
    "service.desk.import",
    "service.desk.import.issue",
    "service.desk.import.ticket",
    "service.desk.import.profile",
    "service.desk.import.column",
    "service.desk.import.value",
)


@tagged("-at_install", "post_install")
class TestImportRights(ImportCase):
    def test_others_than_managers_see_nothing_of_imports(self):
        """Agents, employees and portal users can neither read nor search nor count."""
        for user in (self.agent, self.employee, self.portal_a):
            for model in MODELS:
                with self.assertRaises(AccessError, msg=model):
                    self.env[model].with_user(user).search_count([])

    def test_others_than_managers_cannot_start_anything(self):
        """Not even on an import whose id they guessed."""
        job = self.check(self.log(*self.life("INC0900001")))
        for user in (self.agent, self.employee, self.portal_a):
            for verb in ("action_check", "action_load", "action_new_profile"):
                with self.assertRaises(AccessError, msg=verb):
                    getattr(job.with_user(user), verb)()
        self.assertFalse(self.ticket("INC0900001"))

    def test_manager_without_other_rights_imports(self):
        """Contacts, teams and codes come in although the manager may not create them alone."""
        with self.assertRaises(AccessError):
            self.env["service.desk.team"].with_user(self.manager).create({"name": "Mine"})
        self.load(self.log(*self.life("INC0900001")))
        self.assertEqual(self.ticket("INC0900001").with_user(self.manager).team_id.name, "Group One")

    def test_counts_and_states_of_an_import_are_not_written_by_hand(self):
        """A manager decides about file and profile; what happened is what happened."""
        job = self.check(self.log(*self.life("INC0900001")))
        for values in ({"state": "done"}, {"error_count": 0}, {"stats": {}}, {"loaded_count": 5}):
            with self.assertRaises(AccessError, msg=values):
                job.write(values)
        with self.assertRaises(AccessError):
            self.make_import("x", state="checked")
        imports = self.env["service.desk.import"].with_user(self.manager)
        forged = imports.with_context(default_state="running", default_user_id=self.agent.id).create({})
        self.assertEqual((forged.state, forged.user_id), ("draft", self.manager))

    def test_staged_tickets_and_problems_are_not_written_by_hand(self):
        """What the check read is what the load writes."""
        job = self.check(self.log(("INC0900001", "Limbo", "01-02-2016 09:00")))
        with self.assertRaises(AccessError):
            job.issue_ids.unlink()
        job = self.check(self.log(*self.life("INC0900001")))
        with self.assertRaises(AccessError):
            job.staged_ids.write({"payload": {}})
        with self.assertRaises(AccessError):
            job.staged_ids.copy()

    def test_manager_of_another_company_sees_nothing(self):
        """Imports, their lines and what they remember stay in their company."""
        company = self.env["res.company"].create({"name": "Far Away"})
        other = self.make_user(
            "far_manager",
            "service_desk.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        profile = self.log_profile.copy({"name": "Ours", "company_id": self.env.company.id})
        job = self.load(self.log(*self.life("INC0900001")), profile)
        for records in (job, job.staged_ids, profile, profile.column_ids, profile.value_ids):
            self.assertTrue(records)
            found = records.with_user(other).search([("id", "in", records.ids)])
            self.assertFalse(found, records._name)
        with self.assertRaises(AccessError):
            job.with_user(other).action_open_tickets()

    def test_each_company_gets_its_own_tickets(self):
        """The same file brings separate tickets, teams and words to two companies."""
        company = self.env["res.company"].create({"name": "Far Away"})
        other = self.make_user(
            "far_manager",
            "service_desk.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        text = self.log(*self.life("INC0900001"))
        self.load(text)
        far = self.load(text, user=other, company_id=company.id)
        tickets = self.ticket("INC0900001")
        self.assertEqual(tickets.company_id, company | self.env.company)
        self.assertEqual(len(tickets.team_id), 2)
        self.assertEqual(far.loaded_count, 1)

    def test_facts_of_history_are_not_for_requesters(self):
        """What the other tool knew about people and places is the desk's."""
        self.load(self.log(*self.life("INC0900001", caller_id="test_employee", location="Vault")))
        ticket = self.ticket("INC0900001").with_user(self.employee)
        self.assertEqual(ticket.requester_id, self.employee.partner_id)
        for name in ("external_facts", "external_number", "import_id"):
            with self.assertRaises(AccessError):
                ticket.read([name])

    def test_agents_cannot_forge_where_a_ticket_comes_from(self):
        """An RPC client could otherwise block a number of history, or lift routing."""
        values = {"name": "x", "external_tool": "servicenow", "external_number": "INC0900001"}
        Incident = self.incidents.with_user(self.agent).with_context(service_desk_history=True)
        with self.assertRaises(AccessError):
            Incident.create(values)
        self.assertEqual(Incident.create({"name": "x"}).team_id, self.team_one)
        with self.assertRaises(AccessError):
            self.make_incident().write({"external_number": "INC0900001"})

    def test_started_import_is_not_turned_into_another(self):
        """A loaded import keeps its file and profile; a running one cannot be deleted."""
        job = self.load(self.log(*self.life("INC0900001")))
        with self.assertRaises(UserError):
            job.file = b64encode(b"other")
        with self.assertRaises(UserError):
            job.action_check()
        job.sudo().state = "running"
        with self.assertRaises(UserError):
            job.unlink()

    def test_tickets_outlive_their_import(self):
        """Deleting the import leaves the tickets, and they are still known."""
        text = self.log(*self.life("INC0900001"))
        self.load(text).unlink()
        self.assertFalse(self.ticket("INC0900001").import_id)
        self.assertEqual(self.check(text).existing_count, 1)
