"""Problems made of incidents, and incidents put behind problems."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .problem_case import WORKAROUND, ProblemCase


@tagged("post_install", "-at_install")
class TestProblemIncidents(ProblemCase):
    def test_many_incidents_become_a_problem(self):
        """It begins as they are: subject of the oldest, the service they share, the highest impact."""
        service = self.env["service.desk.service"].create({"name": "Mail"})
        incidents = self.make_incidents(3, service_id=service.id)
        incidents[1].impact = "1"
        form = Form(self.dialog("problem", incidents, default_is_new=True))
        self.assertEqual(form.name, incidents[0].name)
        form.name = "Passwords are asked for again"
        action = form.save().action_confirm()
        problem = self.env["service.desk.problem"].browse(action["res_id"])
        self.assertEqual(problem.incident_ids, incidents.sorted(lambda one: (one.priority, -one.id)))
        self.assertEqual((problem.name, problem.service_id, problem.impact), (form.name, service, "1"))

    def test_confidential_incident_makes_a_confidential_problem(self):
        """What one of them must not tell, the problem does not tell either."""
        incidents = self.make_incidents(2)
        incidents[1].is_confidential = True
        values = self.env["service.desk.problem"]._begin_from(incidents)
        self.assertTrue(values["is_confidential"])

    def test_counts_are_of_what_the_reader_sees(self):
        """Open and all, people, by service; a walled incident is in nobody else's figure."""
        problem = self.make_problem()
        incidents = self.make_incidents(4)
        incidents.write({"problem_id": problem.id})
        incidents[0].write({"state": "resolved", **self.solution})
        incidents[3].sudo().team_id = self.team_walled
        mine = problem.with_user(self.agent)
        self.assertEqual((mine.incident_count, mine.open_incident_count, mine.affected_count), (3, 2, 3))
        theirs = problem.with_user(self.agent_walled)
        self.assertEqual((theirs.incident_count, theirs.open_incident_count), (4, 3))
        self.assertEqual(mine.incident_services, "No service (3)")

    def test_people_of_incidents_stand_without_their_company(self):
        """In a narrow list the name counts; elsewhere on the same page it is as always."""
        self.portal_a.partner_id.parent_id = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        problem = self.make_problem(requester_id=self.portal_a.partner_id.id)
        self.make_incident(requester_id=self.portal_a.partner_id.id, problem_id=problem.id)
        form = self.env.ref("service_desk.service_desk_problem_view_form")
        arch = self.env["service.desk.problem"].with_user(self.agent).get_view(form.id)["arch"]
        context = {"partner_display_name_hide_company": True}
        self.assertIn("partner_display_name_hide_company", arch)
        name = {"display_name": {}}
        incidents = {"fields": {"requester_id": {"fields": name, "context": context}}}
        asked = {"requester_id": {"fields": name}, "incident_ids": incidents}
        (told,) = problem.with_user(self.agent).web_read(asked)
        person = self.portal_a.partner_id
        self.assertEqual(told["incident_ids"][0]["requester_id"]["display_name"], person.name)
        self.assertEqual(told["requester_id"]["display_name"], person.complete_name)
        self.assertNotEqual(person.name, person.complete_name)

    def test_link_to_a_known_problem(self):
        """The dialog says who leaves another problem, and links the others as well."""
        former, problem = self.make_problem(), self.make_problem(name="Another")
        incidents = self.make_incidents(2)
        incidents[0].problem_id = former
        form = Form(self.dialog("problem", incidents, default_is_new=False))
        self.assertIn(incidents[0].number, form.linked_text)
        form.problem_id = problem
        form.save().action_confirm()
        self.assertEqual(incidents.problem_id, problem)

    def test_link_to_nothing_or_what_is_over_is_refused(self):
        """A sentence says what to do."""
        problem, incident = self.make_problem(), self.make_incidents(1)
        wizard = self.dialog("problem", incident).create({"is_new": False})
        with self.assertRaisesRegex(UserError, "Choose the problem"):
            wizard.action_confirm()
        problem.write({"state": "cancelled", "resolution": "<p>x</p>"})
        wizard.problem_id = problem
        with self.assertRaisesRegex(UserError, "is over"):
            wizard.action_confirm()
        with self.assertRaisesRegex(UserError, "subject"):
            self.dialog("problem", incident).create({"is_new": True, "name": " "}).action_confirm()

    def test_incidents_of_two_companies_have_no_problem_together(self):
        """A problem belongs to one company."""
        _company, other = self.make_company()
        foreign = self.make_incident(user=other, requester_id=other.partner_id.id)
        both = self.make_incidents(1) | foreign
        self.agent.company_ids |= foreign.company_id
        wizard = (
            self.dialog("problem", both)
            .with_context(allowed_company_ids=self.agent.company_ids.ids)
            .create({"is_new": True, "name": "x"})
        )
        with self.assertRaisesRegex(UserError, "different companies"):
            wizard.action_confirm()

    def test_walled_problem_cannot_be_linked_by_its_id(self):
        """Neither by writing nor when an incident is made."""
        walled = self.make_problem(user=self.agent_walled, team_id=self.team_walled.id)
        incident = self.make_incidents(1)
        with self.assertRaises(AccessError):
            incident.problem_id = walled.id
        with self.assertRaises(AccessError):
            self.make_incidents(1, problem_id=walled.id)
        incidents = self.env["service.desk.incident"].with_user(self.agent)
        self.assertFalse(incidents.with_context(default_problem_id=walled.id).create({"name": "x"}).problem_id)
        self.assertEqual(
            incidents.with_context(default_problem_id=self.make_problem().id).create({"name": "x"}).problem_id.name,
            "Mails are late",
        )

    def test_problem_stays_behind_the_walls_of_its_incidents(self):
        """It begins with their words, which their team alone may read."""
        for walls in ({}, {"is_confidential": True}):
            values = {"team_id": self.team_walled.id, "description": "<p>Secret</p>", **walls}
            incidents = self.make_incidents(2, user=self.agent_walled, **values)
            self.dialog("problem", incidents, self.agent_walled).create(
                {"is_new": True, "name": "Secret"}
            ).action_confirm()
            problem = incidents.problem_id
            self.env.invalidate_all()
            self.assertEqual((problem.team_id, problem.is_confidential), (self.team_walled, bool(walls)))
            self.assertFalse(problem.with_user(self.agent).has_access("read"))
            self.assertTrue(problem.with_user(self.agent_walled).has_access("write"))

    def test_incidents_behind_different_walls_make_no_problem(self):
        """None of the teams would want the other to read it."""
        both = self.env["service.desk.team"].create(
            {"name": "Board", "visibility": "restricted", "member_ids": [(6, 0, self.agent_walled.ids)]}
        )
        one = self.make_incidents(1, user=self.agent_walled, team_id=self.team_walled.id)
        other = self.make_incidents(1, user=self.agent_walled, team_id=both.id)
        dialog = self.dialog("problem", one | other, self.agent_walled).create({"is_new": True, "name": "x"})
        with self.assertRaisesRegex(UserError, "different teams"):
            dialog.action_confirm()

    def test_link_more_offers_what_is_alike(self):
        """By words, without those that have a problem; only the chosen ones are linked."""
        problem = self.make_problem(name="Outlook asks for the password again")
        linked = self.make_incidents(1)
        linked.problem_id = problem
        free = self.make_incidents(2)
        other = self.make_incident(name="Printer has no toner")
        wizard = self.env["service.desk.problem.link.wizard"].with_user(self.agent).create({"problem_id": problem.id})
        offered = wizard.line_ids.incident_id
        self.assertTrue(free <= offered)
        self.assertFalse((linked | other) & offered)
        self.assertIn("outlook", wizard.line_ids[0].reason.lower())
        with self.assertRaisesRegex(UserError, "Choose"):
            wizard.action_confirm()
        wizard.line_ids.filtered(lambda line: line.incident_id == free[0]).is_chosen = True
        wizard.action_confirm()
        self.assertEqual(free.mapped("problem_id"), problem)
        self.assertFalse(free[1].problem_id)

    def test_link_more_offers_nothing_from_behind_a_wall(self):
        """However alike it is: no number, no words, no requester."""
        problem = self.make_problem(name="Outlook asks for the password again")
        free = self.make_incidents(1)
        walled = self.make_incidents(1, self.agent_walled, team_id=self.team_walled.id)
        confidential = self.make_incidents(1, self.agent_two, team_id=self.team_two.id, is_confidential=True)
        wizards = self.env["service.desk.problem.link.wizard"]
        wizard = wizards.with_user(self.agent).create({"problem_id": problem.id})
        # Besides what the demo data has.
        made = free | walled | confidential
        self.assertEqual(wizard.line_ids.incident_id & made, free)
        others = wizards.with_user(self.agent_walled).create({"problem_id": problem.id})
        self.assertEqual(others.line_ids.incident_id & made, free | walled)
        lines = self.env["service.desk.problem.link.wizard.line"].with_user(self.agent)
        for hidden in walled | confidential:
            for name in ("requester_id", "state", "date_opened"):
                with self.assertRaises(AccessError):
                    lines.create({"wizard_id": wizard.id, "incident_id": hidden.id}).read([name])

    def test_dialog_tells_nothing_of_a_walled_problem(self):
        """Whose id a client puts into it."""
        walled = self.make_known(user=self.agent_walled, team_id=self.team_walled.id)
        walled.action_publish_workaround()
        incident = self.make_incidents(1)
        for name in ("workaround", "is_published", "tells"):
            with self.assertRaises(AccessError):
                self.dialog("problem", incident).create({"is_new": False, "problem_id": walled.id}).read([name])
        for name in ("line_ids", "is_published", "tells"):
            with self.assertRaises(AccessError):
                wizards = self.env["service.desk.problem.link.wizard"].with_user(self.agent)
                wizards.create({"problem_id": walled.id}).read([name])

    def test_merged_problem_hands_over_its_incidents(self):
        """Nothing is left behind a problem that ended as a double, and nobody is told again."""
        double, target = self.make_problem(), self.make_known(name="The real one")
        target.action_publish_workaround()
        incidents = self.make_incidents(2, problem_id=double.id)
        double.action_merge(target.id)
        self.assertEqual(incidents.problem_id, target)
        self.assertFalse(self.told(incidents[0]))

    def test_merged_problem_leaves_no_hidden_incident(self):
        """Not even those that the agent who merges does not see."""
        double, target = self.make_problem(), self.make_problem(name="The real one")
        incidents = self.make_incidents(2, problem_id=double.id)
        incidents[1].sudo().team_id = self.team_walled
        double.action_merge(target.id)
        self.assertEqual(incidents.sudo().problem_id.ids, target.ids)

    def test_merged_incident_takes_its_problem_along(self):
        """Unless the other one has one."""
        problem = self.make_problem()
        first, second = self.make_incidents(2, requester_id=self.employee.partner_id.id)
        first.problem_id = problem
        first.action_merge(second.id)
        self.assertEqual(second.problem_id, problem)

    def test_requesters_do_not_learn_of_problems(self):
        """The link is for agents, whoever reads the incident."""
        incident = self.make_incident(problem_id=self.make_known(workaround=WORKAROUND).id)
        with self.assertRaises(AccessError):
            incident.with_user(self.employee).read(["problem_id"])
        with self.assertRaises(AccessError):
            incident.with_user(self.employee).problem_id.read(["name"])
