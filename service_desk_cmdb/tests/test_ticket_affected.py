from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestTicketAffected(CiCase):
    """What a ticket touches: services, things, people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["service.desk.service"].create({"name": "Orders"})
        cls.shop = cls.env["service.desk.service"].create({"name": "Shop", "depends_on_ids": [cls.service.id]})
        cls.host, cls.vm = cls.make_ci("Host"), cls.make_ci("VM")
        cls.app = cls.make_ci("App", cls.application, service_ids=[Command.set(cls.service.ids)])
        cls.relate(cls.vm, cls.host, cls.runs_on)
        cls.relate(cls.app, cls.vm, cls.runs_on)

    def make(self, model="service.desk.incident", user=None, **values):
        values = {"name": "It is down", "requester_id": self.employee.partner_id.id, **values}
        return self.env[model].with_user(user or self.agent).create(values)

    def last_note(self, ticket):
        """Its first line and the rest, with a colon between."""
        paragraphs = html2plaintext(ticket.message_ids[0].body).replace("*", "").split("\n")
        return ": ".join(line for line in paragraphs if line)

    def told(self, ticket):
        rows = ticket.affected_ids.filtered(lambda row: row.origin != "left_out")
        return {row.name: row.reason for row in rows}

    def test_everything_that_relies_on_it_is_found(self):
        """The application on the machine on the host, its service, and the service that relies on that."""
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        self.assertEqual(
            self.told(incident),
            {"VM": "runs on Host", "App": "runs on VM", "Orders": "relies on App", "Shop": "relies on App"},
        )
        incident.ci_ids = [Command.set(self.vm.ids)]
        self.assertEqual(set(self.told(incident)), {"App", "Orders", "Shop"})
        incident.ci_ids = [Command.clear()]
        self.assertFalse(incident.affected_ids)

    def test_all_processes_know_what_they_are_about(self):
        """Requests, problems and changes, too."""
        for model in ("service.desk.request", "service.desk.problem", "service.desk.change"):
            ticket = self.make(model, ci_ids=[Command.set(self.vm.ids)])
            self.assertEqual(set(self.told(ticket)), {"App", "Orders", "Shop"}, model)

    def test_double_takes_along_what_it_is_about(self):
        """To the incident that goes on; what a change works on was agreed to, and stays."""
        for model, expected in (("service.desk.incident", self.host | self.vm), ("service.desk.change", self.vm)):
            double = self.make(model, ci_ids=[Command.set(self.host.ids)])
            goal = self.make(model, ci_ids=[Command.set(self.vm.ids)])
            double.action_merge(goal.id)
            self.assertEqual(goal.ci_ids, expected, model)

    def test_what_is_left_out_stays_so(self):
        """Also when somebody looks again; and what was added by hand stays, too."""
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        incident.affected_ids.filtered(lambda row: row.name == "Shop").action_leave_out()
        self.assertIn("Left out of what is affected: Shop", self.last_note(incident))
        incident._add_affected(self.employee.partner_id.with_user(self.agent))
        incident.action_find_affected()
        told = self.told(incident)
        self.assertNotIn("Shop", told)
        self.assertEqual(told[self.employee.partner_id.name], "Decided by test_agent")
        incident.affected_ids.filtered(lambda row: row.name == "Shop").action_put_back()
        incident.ci_ids = [Command.clear()]
        self.assertEqual(set(self.told(incident)), {"Shop", self.employee.partner_id.name})

    def test_looking_again_finds_what_is_new(self):
        """What has come since, and forgets what has gone."""
        incident = self.make(ci_ids=[Command.set(self.vm.ids)])
        self.relate(self.make_ci("Batch", self.application), self.vm, self.runs_on)
        self.app.state = "retired"
        incident.action_find_affected()
        self.assertEqual(set(self.told(incident)), {"Batch"})

    def test_list_looks_again(self):
        """By its button, of the ticket on whose list it is, and of no other."""
        incident = self.make(ci_ids=[Command.set(self.vm.ids)])
        self.relate(self.make_ci("Batch", self.application), self.vm, self.runs_on)
        rows = self.env["service.desk.affected"].with_user(self.agent)
        with self.assertRaises(UserError):
            rows.action_find_again()
        with self.assertRaises(AccessError):
            rows.with_context(affected_model=incident._name, affected_id=incident.id).with_user(
                self.employee
            ).action_find_again()
        rows.with_context(**incident.action_open_affected()["context"]).action_find_again()
        self.assertIn("Batch", self.told(incident))

    def test_list_opens_what_is_affected(self):
        """The record itself, for who may read it."""
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        opened = {
            (row.action_open_target()["res_model"], row.action_open_target()["res_id"]) for row in incident.affected_ids
        }
        self.assertIn(("service.desk.ci", self.vm.id), opened)
        self.assertIn(("service.desk.service", self.shop.id), opened)

    def test_somebody_adds_before_anything_is_known(self):
        """A ticket without any item touches what people say."""
        incident = self.make()
        context = incident.action_open_affected()["context"]
        wizard = self.env["service.desk.affected.wizard"].with_user(self.agent).with_context(**context)
        wizard.create({"service_ids": [Command.set(self.service.ids)]}).action_add()
        self.assertEqual(set(self.told(incident)), {"Orders"})

    def test_button_counts_what_is_affected(self):
        """Without what was left out; many tickets are counted in one query."""
        incidents = self.make(ci_ids=[Command.set(self.host.ids)])
        for place in range(5):
            incidents |= self.make(name=f"Down {place}", ci_ids=[Command.set(self.vm.ids)])
        self.assertEqual(incidents.mapped("affected_count"), [4, 3, 3, 3, 3, 3])
        incidents[0].affected_ids.filtered(lambda row: row.name == "Shop").action_leave_out()
        incidents.invalidate_recordset(["affected_count"])
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.assertEqual(incidents.mapped("affected_count"), [3, 3, 3, 3, 3, 3])

    def test_history_tells_which_items_it_was_about(self):
        """One line each time, with at most five names; nothing where nothing changes; for the desk alone."""
        for model in ("service.desk.incident", "service.desk.problem", "service.desk.change"):
            ticket = self.make(model, ci_ids=[Command.set(self.host.ids)])
            before = ticket.message_ids
            ticket.ci_ids = [Command.set(self.host.ids)]
            self.assertEqual(ticket.message_ids, before)
            ticket.ci_ids = [Command.set((self.vm | self.app).ids)]
            (line,) = ticket.message_ids - before
            words = "Items added (2): App, VM. Items removed (1): Host."
            self.assertEqual(html2plaintext(line.body), words, model)
            self.assertEqual(line.author_id, self.agent.partner_id)
            self.assertEqual(line.subtype_id, self.env.ref("mail.mt_note"))

    def test_history_of_many_items_is_one_line(self):
        """Seven at once, on two tickets at once."""
        crowd = self.items.browse()
        for place in range(7):
            crowd |= self.make_ci(f"Node {place}")
        tickets = self.make() | self.make()
        before = tickets.message_ids
        tickets.write({"ci_ids": [Command.set(crowd.ids)]})
        lines = tickets.message_ids - before
        words = "Items added (7): Node 0, Node 1, Node 2, Node 3, Node 4 and 2 more."
        self.assertEqual([html2plaintext(line.body) for line in lines], [words] * 2)

    def test_many_tickets_about_the_same_cost_one_walk(self):
        """A storm of incidents about one host does not walk the landscape for each."""

        def make(count):
            values = {"name": "Down", "requester_id": self.employee.partner_id.id, "ci_ids": self.host.ids}
            incidents = self.env["service.desk.incident"].with_user(self.agent)
            return self.queries(lambda: incidents.create([dict(values) for _one in range(count)]))

        walks = [
            sum(count for statement, count in make(number).items() if "RECURSIVE walk" in statement)
            for number in (1, 8)
        ]
        self.assertEqual(walks, [1, 1])

    def test_weakened_is_said(self):
        """One of two lost."""
        served_by = self.env.ref("service_desk_cmdb.ci_relation_type_served_by")
        one, two = self.make_ci("S1"), self.make_ci("S2")
        for switch in (one, two):
            self.relate(self.host, switch, served_by)
        incident = self.make(ci_ids=[Command.set(one.ids)])
        self.assertEqual(incident.affected_ids.mapped("verdict"), ["weakened"])

    def test_people_who_use_what_fails(self):
        """The user of a workstation hears of the switch."""
        laptop = self.make_ci("Laptop", user_partner_id=self.employee.partner_id.id)
        self.relate(laptop, self.host)
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        self.assertEqual(self.told(incident)[self.employee.partner_id.name], "has to do with Laptop")

    def test_other_companies_are_not_told(self):
        """A failure of shared things tells nobody what another company has."""
        other = self.env["res.company"].create({"name": "Other Company"})
        shared = self.env["service.desk.ci"].create(
            {"name": "Shared", "class_id": self.server.id, "company_id": False, "state": "in_use"}
        )
        theirs = self.env["service.desk.ci"].create(
            {"name": "Theirs", "class_id": self.server.id, "company_id": other.id, "state": "in_use"}
        )
        self.env["service.desk.ci.relation"].create(
            {"source_id": theirs.id, "target_id": shared.id, "type_id": self.depends_on.id}
        )
        self.relate(self.host, shared)
        incident = self.make(ci_ids=[Command.set(shared.ids)])
        self.assertIn("Host", self.told(incident))
        self.assertNotIn("Theirs", self.told(incident))

    def test_nobody_adds_what_others_may_not_see(self):
        """Somebody of two companies does not tell one of them what the other has."""
        company, _other_agent = self.make_company()
        self.agent.company_ids += company
        theirs = self.env["service.desk.ci"].create(
            {"name": "Theirs", "class_id": self.server.id, "company_id": company.id}
        )
        both = self.agent.company_ids.ids
        incident = self.make().with_context(allowed_company_ids=both)
        with self.assertRaisesRegex(UserError, "another company"):
            incident._add_affected(theirs.with_user(self.agent).with_context(allowed_company_ids=both))
        self.assertFalse(incident.affected_ids)

    def test_requesters_see_nothing_of_it(self):
        """Neither the things nor who else is affected, on their own ticket."""
        incident = self.make(ci_ids=[Command.set(self.host.ids)]).with_user(self.employee)
        with self.assertRaises(AccessError):
            incident.read(["ci_ids"])
        with self.assertRaises(AccessError):
            self.env["service.desk.affected"].with_user(self.employee).search([])
        with self.assertRaises(AccessError):
            incident.action_find_affected()
        with self.assertRaises(AccessError):
            self.env["service.desk.incident"].with_user(self.employee).search([("ci_ids", "in", self.host.ids)])

    def test_rows_are_behind_the_walls_of_their_ticket(self):
        """An agent outside the team of a confidential ticket finds none, and decides none."""
        team = self.env["service.desk.team"].create({"name": "Secret", "member_ids": [Command.set(self.agent.ids)]})
        incident = self.make(team_id=team.id, is_confidential=True, ci_ids=[Command.set(self.host.ids)])
        rows = incident.affected_ids
        self.assertTrue(rows)
        outside = rows.with_user(self.agent_two)
        self.assertFalse(outside.search([("incident_id", "=", incident.id)]))
        with self.assertRaises(AccessError):
            outside[:1].action_leave_out()

    def test_nobody_writes_rows(self):
        """Not over RPC, whatever the role."""
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        rows = incident.affected_ids.with_user(self.admin_user)
        with self.assertRaises(AccessError):
            rows[:1].write({"origin": "left_out"})
        with self.assertRaises(AccessError):
            rows.create({"incident_id": incident.id, "ci_id": self.app.id})

    def test_dialog_adds(self):
        """Opened from the list of a ticket; from nowhere it says so."""
        incident = self.make()
        wizard = self.env["service.desk.affected.wizard"].with_user(self.agent)
        here = wizard.with_context(affected_model=incident._name, affected_id=incident.id)
        here.create({"ci_ids": [Command.set(self.app.ids)]}).action_add()
        self.assertEqual(set(self.told(incident)), {"App"})
        with self.assertRaises(UserError):
            here.create({}).action_add()
        with self.assertRaises(UserError):
            wizard.create({"ci_ids": [Command.set(self.app.ids)]}).action_add()

    def test_conversion_takes_the_things_along(self):
        """An incident continued as a request is about the same."""
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        request = incident._convert("service.desk.request")
        self.assertEqual(request.ci_ids, self.host.with_user(self.agent))

    # -- Changes ---------------------------------------------------------------------------------

    def test_changes_on_things_that_rely_on_each_other_collide(self):
        """Work on the host, and on the application that runs on it, however far apart."""
        one = self.make("service.desk.change", ci_ids=[Command.set(self.host.ids)])
        two = self.make("service.desk.change", ci_ids=[Command.set(self.app.ids)])
        related = self.env["service.desk.collision"]._related(one._touched()[one])
        self.assertIn(("service.desk.ci", self.app.id), related["service.desk.ci", self.host.id])
        self.assertIn(("service.desk.service", self.service.id), related["service.desk.ci", self.host.id])
        self.assertIn(("service.desk.ci", self.app.id), two._touched()[two])

    # -- Causes ----------------------------------------------------------------------------------

    def test_problem_with_the_same_thing_is_suggested(self):
        """And linked by its button."""
        problem = self.make("service.desk.problem", name="Host crashes", ci_ids=[Command.set(self.host.ids)])
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        hints = {hint["key"]: hint for hint in incident.hints()}
        self.assertEqual(hints["problem_of_things"]["target"]["id"], problem.id)
        getattr(incident, hints["problem_of_things"]["button"]["method"])()
        self.assertEqual(incident.problem_id, problem)

    def test_known_error_is_suggested_first(self):
        """Its workaround helps at once; one of another company, and one that is closed, do not."""
        error = self.make("service.desk.problem", name="Fan fails", ci_ids=[Command.set(self.host.ids)])
        error.sudo().write({"workaround": "<p>Hit it.</p>"})
        error.action_publish_workaround()
        self.make("service.desk.problem", name="Later and unknown", ci_ids=[Command.set(self.host.ids)])
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        self.assertEqual(incident._problem_of_things(), error)
        error.sudo().ci_ids = [Command.set(self.vm.ids)]
        self.assertEqual(incident._problem_of_things().name, "Later and unknown")

    def test_known_error_about_the_same_thing_is_told_once(self):
        """By its workaround, not once more by the thing."""
        error = self.make("service.desk.problem", name="Fan of the rack fails", ci_ids=[Command.set(self.host.ids)])
        error.sudo().write({"workaround": "<p>Hit it.</p>"})
        error.action_publish_workaround()
        incident = self.make(name="Fan of the rack fails", ci_ids=[Command.set(self.host.ids)])
        keys = [hint["key"] for hint in incident.hints() if hint["target"]["id"] == error.id]
        self.assertEqual(keys, ["known_error"])

    def test_change_on_the_same_thing_is_suspected(self):
        """Without any service."""
        change = self.make("service.desk.change", ci_ids=[Command.set(self.host.ids)])
        change.sudo().date_actual_start = change._now()
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        self.assertEqual(incident.suspect_change_id, change)

    # -- Items -----------------------------------------------------------------------------------

    def test_item_counts_its_open_tickets(self):
        """Of all processes, and opens them in the queue."""
        tickets = [
            self.make(model, ci_ids=[Command.set(self.host.ids)])
            for model in ("service.desk.incident", "service.desk.change")
        ]
        host = self.host.with_user(self.agent)
        self.assertEqual(host.ticket_count, 2)
        action = host.action_open_tickets()
        rows = self.env["service.desk.work"].with_user(self.agent).search(action["domain"])
        self.assertEqual(set(rows.mapped("number")), {ticket.number for ticket in tickets})

    def test_item_with_tickets_is_not_deleted(self):
        """It is retired."""
        self.make(ci_ids=[Command.set(self.host.ids)])
        with self.assertRaisesRegex(UserError, "Retire it instead"):
            self.host.unlink()

    def test_what_people_said_of_an_item_is_not_deleted_with_it(self):
        """Left out of a ticket is an exception that is remembered."""
        batch = self.make_ci("Batch", self.application)
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        incident._add_affected(batch.with_user(self.agent))
        with self.assertRaisesRegex(UserError, "Retire it instead"):
            batch.unlink()
