from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models import (
    service_desk_ci_graph,
    service_desk_ci_graph_failure,
    service_desk_ci_graph_reader,
    service_desk_ci_graph_teller,
)
from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiGraph(CiCase):
    """What the map is told, read from the database by an agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host, cls.vm = cls.make_ci("Host"), cls.make_ci("VM")
        cls.app = cls.make_ci("App", cls.application)
        cls.relate(cls.vm, cls.host, cls.runs_on)
        cls.relate(cls.app, cls.vm, cls.runs_on)
        cls.map = cls.env["service.desk.ci.graph"].with_user(cls.agent)

    def shown(self, told):
        return {node["name"] for node in told["nodes"]}

    def lines(self, told):
        """(from, words, to) as people read them."""
        names = {node["key"]: node["name"] for node in told["nodes"]}
        return {
            (names[edge["base" if edge["is_forth"] else "top"]], edge["words"],
             names[edge["top" if edge["is_forth"] else "base"]])
            for edge in told["edges"]
        }  # fmt: skip

    # -- What is shown ---------------------------------------------------------------------------

    def test_map_goes_down_up_and_as_far_as_wished(self):
        """What relies on it, what it relies on, or both; so many steps."""
        self.assertEqual(self.shown(self.map.graph(self.host.ids)), {"Host", "VM", "App"})
        self.assertEqual(self.shown(self.map.graph(self.vm.ids, "up")), {"Host", "VM"})
        self.assertEqual(self.shown(self.map.graph(self.vm.ids, "both")), {"Host", "VM", "App"})
        near = self.map.graph(self.host.ids, "down", 1)
        self.assertEqual(self.shown(near), {"Host", "VM"})
        self.assertEqual({node["name"]: node["more"] for node in near["nodes"]}, {"Host": 0, "VM": 1})
        opened = self.map.graph(self.host.ids, "down", 1, {"opened": self.vm.ids})
        self.assertEqual(self.shown(opened), {"Host", "VM", "App"})

    def test_relations_read_as_they_were_written(self):
        """Also those whose first end is the one that carries."""
        member_of = self.env.ref("service_desk_cmdb.ci_relation_type_member_of")
        cluster = self.make_ci("Cluster")
        self.relate(self.host, cluster, member_of)
        told = self.map.graph(self.host.ids, "down", 1)
        self.assertEqual(self.lines(told), {("VM", "runs on", "Host"), ("Host", "is a member of", "Cluster")})

    def test_relations_of_other_types_are_shown_when_wished(self):
        """By default those by which something relies; a cable goes both ways."""
        cable = self.env.ref("service_desk_cmdb.ci_relation_type_connects_to")
        self.relate(self.make_ci("Rack Switch"), self.host, cable)
        self.assertNotIn("Rack Switch", self.shown(self.map.graph(self.host.ids)))
        for direction in ("down", "up"):
            told = self.map.graph(self.host.ids, direction, 3, {"types": cable.ids})
            self.assertEqual(self.shown(told), {"Host", "Rack Switch"})

    def test_filter_bridges_what_it_leaves_out(self):
        """Applications alone: from the host by way of a machine that is not shown."""
        told = self.map.graph(self.host.ids, "down", 3, {"classes": self.application.ids})
        self.assertEqual(self.shown(told), {"Host", "App"})
        self.assertEqual([edge["hidden"] for edge in told["edges"]], [1])

    def test_what_is_planned_is_on_the_map(self):
        """No failure runs along it yet, which is said."""
        self.vm.state = "planned"
        told = self.map.graph(self.host.ids)
        self.assertEqual(self.shown(told), {"Host", "VM", "App"})
        self.assertEqual({edge["is_live"] for edge in told["edges"]}, {False})
        self.assertEqual(self.shown(self.map.graph(self.host.ids, "down", 3, {"states": ["in_use"]})), {"Host", "App"})

    def test_services_stand_above_what_they_rely_on(self):
        """And the services that rely on these; they can be left out."""
        service = self.env["service.desk.service"].create({"name": "Orders", "ci_ids": [(6, 0, self.app.ids)]})
        self.make_incident(service_id=service.id)
        told = self.map.graph(self.host.ids)
        node = next(node for node in told["nodes"] if node["name"] == "Orders")
        self.assertEqual((node["model"], node["tickets"]), ("service.desk.service", 1))
        self.assertIn(("Orders", "relies on", "App"), self.lines(told))
        told = self.map.graph(self.host.ids, "down", 3, {"is_without_services": True})
        self.assertNotIn("Orders", self.shown(told))

    def test_open_tickets_are_counted_as_far_as_the_reader_may_see(self):
        """A confidential one of another team is none of the reader's business."""
        self.make_incident(ci_ids=[(6, 0, self.vm.ids)])
        self.make_incident(self.agent_walled, ci_ids=[(6, 0, self.vm.ids)], team_id=self.team_walled.id)
        nodes = {node["name"]: node["tickets"] for node in self.map.graph(self.host.ids)["nodes"]}
        self.assertEqual(nodes, {"Host": 0, "VM": 1, "App": 0})

    # -- What a failure does ---------------------------------------------------------------------

    def test_failure_is_told_with_its_reasons(self):
        """Who fails, by whom, in the words of the relation; services and people, too."""
        service = self.env["service.desk.service"].create({"name": "Orders", "ci_ids": [(6, 0, self.app.ids)]})
        self.app.user_partner_id = self.employee.partner_id
        told = self.map.simulate(self.host.ids)
        rows = {row["name"]: (row["verdict"], row["cause"], row["words"]) for row in told["rows"]}
        self.assertEqual(rows["VM"], ("fails", f"i{self.host.id}", "runs on Host"))
        self.assertEqual(rows["App"], ("fails", f"i{self.vm.id}", "runs on VM"))
        self.assertEqual(rows["Orders"], ("fails", f"i{self.app.id}", "relies on App"))
        self.assertEqual(told["counts"], {"fails": 2, "weakened": 0, "services": len(service), "people": 1})

    def test_enough_left_is_told_so(self):
        """Of two switches one is enough."""
        served_by = self.env.ref("service_desk_cmdb.ci_relation_type_served_by")
        switches = self.make_ci("S1") | self.make_ci("S2")
        for switch in switches:
            self.relate(self.host, switch, served_by)
        row = self.map.simulate(switches[:1].ids)["rows"][1]
        self.assertEqual((row["verdict"], row["words"]), ("weakened", "is fed by S1; enough others are left"))

    def test_list_of_a_ticket_counts_on_its_map(self):
        """What was left out does not fail there, what was added is told; elsewhere nothing of that is known."""
        service = self.env["service.desk.service"].create({"name": "Orders", "ci_ids": [(6, 0, self.app.ids)]})
        far, near = self.make_ci("Far"), self.make_ci("Near")
        incident = self.make_incident(ci_ids=[(6, 0, self.host.ids)])
        rows = incident.with_user(self.agent).affected_ids
        rows.filtered(lambda row: row.name in ("VM", "Orders")).action_leave_out()
        incident.with_user(self.agent)._add_affected((far | near).with_user(self.agent))
        incident.affected_ids.filtered(lambda row: row.name == "Near").with_user(self.agent).action_leave_out()
        told = self.map.simulate(self.host.ids, [incident._name, incident.id])
        words = {row["name"]: row["words"] for row in told["rows"]}
        self.assertEqual(
            words,
            {
                "Host": "fails first",
                "VM": "left out by hand on this ticket",
                "App": "runs on VM",
                "Orders": "left out by hand on this ticket",
                "Far": "added by hand on this ticket",
            },
        )
        verdicts = [(row["name"], row["verdict"]) for row in told["rows"] if row["verdict"] != "fails"]
        self.assertEqual(verdicts, [("VM", "left_out"), ("Orders", "left_out"), ("Far", "concerned")])
        self.assertEqual(told["counts"], {"fails": 1, "weakened": 0, "services": 0, "people": 0})
        self.assertEqual((told["left_out"], told["added"]), (["VM", service.name], ["Far"]))
        self.assertEqual(self.map.simulate(self.host.ids)["counts"]["services"], 1)

    def test_decisions_cost_the_same_for_many(self):
        """Ten that were decided by hand are as many queries as two."""
        incident = self.make_incident(ci_ids=[(6, 0, self.host.ids)]).with_user(self.agent)
        ticket = [incident._name, incident.id]

        def measure(count):
            items = self.items.create([{"name": f"Far {n}", "class_id": self.server.id} for n in range(2 * count)])
            incident._add_affected(items.with_user(self.agent))
            incident.affected_ids.filtered(lambda row: row.ci_id in items[count:]).action_leave_out()
            return self.queries(lambda: self.map.simulate(self.host.ids, ticket))

        self.assert_same_queries(measure, 2, 10)

    def test_list_of_a_ticket_is_for_those_who_may_read_it(self):
        """Another team's says nothing; what is no ticket is refused in words."""
        walled = self.make_incident(
            self.agent_walled, ci_ids=[(6, 0, self.host.ids)], team_id=self.team_walled.id
        )
        with self.assertRaises(AccessError):
            self.map.simulate(self.host.ids, [walled._name, walled.id])
        for rubbish in ("x", [1], ["res.users", 1], [walled._name, "1"], [walled._name, 2**31 - 1], {"a": 1}, [[], 1]):
            with self.assertRaises(UserError, msg=rubbish):
                self.map.simulate(self.host.ids, rubbish)

    # -- Rights ----------------------------------------------------------------------------------

    def test_map_is_for_agents(self):
        """Nobody else asks it anything."""
        for user in (self.employee, self.portal_a):
            for ask in ("graph", "simulate"):
                with self.assertRaises(AccessError):
                    getattr(self.map.with_user(user), ask)(self.host.ids)
            with self.assertRaises(AccessError):
                self.map.with_user(user).propose()

    def test_other_companies_are_counted_and_not_told(self):
        """A shared host carries things of two companies; each sees its own, and that there are others."""
        company, other_agent = self.make_company()
        shared = self.items.sudo().create(
            {"name": "Shared", "class_id": self.server.id, "state": "in_use", "company_id": False}
        )
        secret = self.items.sudo().create(
            {"name": "Secret", "class_id": self.server.id, "state": "in_use", "company_id": company.id}
        )
        self.env["service.desk.ci.relation"].create(
            [
                {"source_id": one.id, "target_id": shared.id, "type_id": self.runs_on.id}
                for one in (secret, self.host.sudo())
            ]
        )
        told = self.map.graph(shared.ids)
        self.assertEqual((self.shown(told), told["unseen"]), ({"Shared", "Host", "VM", "App"}, 1))
        self.assertNotIn("Secret", str(told))
        failed = self.map.simulate(shared.ids)
        self.assertEqual((failed["counts"]["fails"], failed["unseen"]), (3, 1))
        self.assertNotIn("Secret", str(failed))
        self.assertEqual(self.shown(self.map.with_user(other_agent).graph(shared.ids)), {"Shared", "Secret"})
        with self.assertRaises(AccessError):
            self.map.graph(secret.ids)

    def test_others_are_counted_as_near_as_the_map_goes(self):
        """What is four steps away is around here for who looks four steps far."""
        company, _other_agent = self.make_company()
        names = ["One", "Two", "Three", "Four", "Secret"]
        things = self.items.sudo().create(
            [{"name": name, "class_id": self.server.id, "state": "in_use", "company_id": False} for name in names]
        )
        things[-1].company_id = company
        self.env["service.desk.ci.relation"].create(
            [
                {"source_id": top.id, "target_id": base.id, "type_id": self.runs_on.id}
                for base, top in zip(things, things[1:], strict=False)
            ]
        )
        first = things[0].id
        self.assertEqual([self.map.graph([first], depth=steps)["unseen"] for steps in (1, 3, 4, 5)], [0, 0, 1, 1])
        self.assertEqual(self.map.graph([first], depth=4, filters={"shut": [first]})["unseen"], 0)

    def test_map_writes_nothing(self):
        """It answers from a replica."""
        for name in ("graph", "simulate", "propose"):
            self.assertTrue(getattr(type(self.map), name)._readonly, name)

    def test_nonsense_is_refused_in_words(self):
        """Whatever a program sends."""
        too_many = list(range(1, 102))
        for ids in ([], "1", ["1"], [True], [-1], [2**40], None, too_many, [2**30]):
            with self.assertRaises(UserError, msg=ids):
                self.map.graph(ids)
        with self.assertRaises(UserError):
            self.map.graph(self.host.ids, "sideways")
        with self.assertRaises(UserError):
            self.map.graph(self.host.ids, "down", 3, {"types": "all"})
        for depth in (-5, 10**9, "3", None):
            self.assertIn("VM", self.shown(self.map.graph(self.host.ids, "down", depth)))
        self.assertEqual(self.shown(self.map.graph(self.host.ids, "down", 3, {"states": "x"})), {"Host", "VM", "App"})

    # -- Bounds ----------------------------------------------------------------------------------

    def test_too_much_is_cut_and_said(self):
        """The nearest are shown."""
        for number in range(6):
            self.relate(self.make_ci(f"Leaf {number}"), self.host)
        self.patch(service_desk_ci_graph, "MAX_SHOWN", 5)
        told = self.map.graph(self.host.ids)
        self.assertEqual((len(told["nodes"]), told["is_cut"]), (5, True))
        self.assertNotIn("App", self.shown(told))

    def test_what_is_mutual_is_told_so(self):
        """From either end, so that the list leads on from both."""
        kind = self.env["service.desk.ci.relation.type"].create(
            {"name": "is paired with", "reverse_name": "is paired with", "code": "paired", "passes": "both"}
        )
        self.relate(self.app, self.make_ci("Twin", self.application), kind)
        told = self.map.graph(self.app.ids)
        self.assertEqual([edge["is_mutual"] for edge in told["edges"]], [True])
        self.assertFalse([edge for edge in self.map.graph(self.host.ids, depth=2)["edges"] if edge["is_mutual"]])

    def test_services_that_are_cut_are_said(self):
        """On the map and of a failure, which counts all of them."""
        below = self.env["service.desk.service"].create({"name": "Orders", "ci_ids": [(6, 0, self.app.ids)]})
        self.env["service.desk.service"].create({"name": "Shop", "depends_on_ids": [(6, 0, below.ids)]})
        self.patch(service_desk_ci_graph_teller, "MAX_SHOWN", 4)
        told = self.map.graph(self.host.ids)
        self.assertEqual((self.shown(told), told["is_cut"]), ({"Host", "VM", "App", "Orders"}, True))
        self.assertFalse(self.map.graph(self.host.ids, filters={"is_without_services": True})["is_cut"])
        self.patch(service_desk_ci_graph_failure, "MAX_SHOWN", 1)
        told = self.map.simulate(self.host.ids)
        self.assertEqual((len(told["rows"]), told["counts"]["services"], told["is_cut"]), (2, 2, True))

    def test_walk_that_stops_early_is_said_where_it_matters(self):
        """Not when all that was wished for had been seen before."""
        self.patch(service_desk_ci_graph_reader, "MAX_WALKED", 2)
        self.assertTrue(self.map.graph(self.host.ids, "down", 5)["is_cut"])
        self.assertFalse(self.map.graph(self.host.ids, "down", 2)["is_cut"])
        self.assertFalse(self.map.graph(self.app.ids, "down", 5)["is_cut"])

    def test_queries_do_not_follow_the_size(self):
        """A map of many things costs as many queries as one of few."""

        def measure(count):
            for number in range(count):
                item = self.make_ci(f"Leaf {number}", owner_id=self.keeper.id)
                self.relate(item, self.host)
                self.make_incident(ci_ids=[(6, 0, item.ids)])
            return self.queries(lambda: (self.map.graph(self.host.ids), self.map.simulate(self.host.ids)))

        self.assert_same_queries(measure, 2, 12)

    # -- The ways to it --------------------------------------------------------------------------

    def test_ticket_leads_to_the_map_of_its_things(self):
        """And shows at once what their failure does."""
        incident = self.make_incident(ci_ids=[(6, 0, self.host.ids)])
        action = incident.action_open_map()
        ticket = [incident._name, incident.id]
        params = {"ids": self.host.ids, "direction": "down", "fails": True, "failing": self.host.ids, "ticket": ticket}
        self.assertEqual(action["params"], params)
        rows = self.env["service.desk.affected"].with_user(self.agent)
        rows = rows.with_context(affected_model=incident._name, affected_id=incident.id)
        self.assertEqual(rows.action_open_map()["params"], action["params"])
        with self.assertRaises(UserError):
            self.make_incident().action_open_map()

    def test_map_of_a_ticket_begins_with_what_was_added_too(self):
        """It fails only by what the ticket is about; of what the reader may not see nothing is drawn."""
        far, service = self.make_ci("Far"), self.env["service.desk.service"].create({"name": "Orders"})
        incident = self.make_incident(ci_ids=[(6, 0, self.host.ids)]).with_user(self.agent)
        incident._add_affected(far.with_user(self.agent))
        incident._add_affected(service.with_user(self.agent))
        params = incident.action_open_map()["params"]
        self.assertEqual((params["ids"], params["failing"]), ((self.host | far).ids, self.host.ids))
        nodes = {one["name"]: one["is_root"] for one in self.map.graph(params["ids"])["nodes"]}
        self.assertTrue(nodes["Far"])
        incident.affected_ids.filtered(lambda row: row.name == "Far").action_leave_out()
        self.assertEqual(incident.action_open_map()["params"]["ids"], self.host.ids)

    def test_service_leads_to_what_it_relies_on(self):
        """Up from its items."""
        service = self.env["service.desk.service"].create({"name": "Orders", "ci_ids": [(6, 0, self.app.ids)]})
        params = service.with_user(self.agent).action_open_map()["params"]
        self.assertEqual((params["ids"], params["direction"]), (self.app.ids, "up"))
        shown = self.shown(self.map.graph(params["ids"], params["direction"]))
        self.assertEqual(shown, {"Host", "VM", "App", "Orders"})

    def test_service_of_a_company_relies_on_its_own_things(self):
        """One of all companies may rely on things of each."""
        company, _agent = self.make_company()
        shared = self.env["service.desk.service"].create({"name": "Orders", "ci_ids": [(6, 0, self.app.ids)]})
        with self.assertRaises(ValidationError):
            shared.company_id = company

    def test_somebody_without_a_beginning_is_proposed_some(self):
        """Business services first, then what is critical; nothing that is not in use."""
        kind = self.env.ref("service_desk_cmdb.ci_class_business_service")
        orders = self.make_ci("Orders", kind, criticality="1")
        self.make_ci("Old", criticality="1", state="planned")
        names = [one["name"] for one in self.map.propose()]
        self.assertIn(orders.name, names)
        self.assertNotIn("Old", names)

    def test_people_left_out_are_not_counted_on_the_map_of_a_ticket(self):
        """As on its list; without the ticket they are."""
        laptop = self.make_ci("Laptop", user_partner_id=self.employee.partner_id.id)
        self.relate(laptop, self.host)
        incident = self.make_incident(ci_ids=[(6, 0, self.host.ids)])
        incident.with_user(self.agent).affected_ids.filtered("partner_id").action_leave_out()
        self.assertEqual(self.map.simulate(self.host.ids, [incident._name, incident.id])["counts"]["people"], 0)
        self.assertEqual(self.map.simulate(self.host.ids)["counts"]["people"], 1)
