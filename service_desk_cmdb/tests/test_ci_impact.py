from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiImpact(CiCase):
    """What a failure does, read from the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host, cls.vm, cls.app = cls.make_ci("Host"), cls.make_ci("VM"), cls.make_ci("App", cls.application)
        cls.relate(cls.vm, cls.host, cls.runs_on)
        cls.relate(cls.app, cls.vm, cls.runs_on)

    def test_failure_is_followed_down_and_up(self):
        """The host takes the application down; the application can be taken down by the host."""
        down = self.host._impact()
        self.assertEqual(self.names(down.failing()), {"VM", "App"})
        self.assertEqual(down.hits[self.app.id].cause, self.vm.id)
        self.assertEqual(self.names(self.app._impact("up").hits), {"App", "VM", "Host"})
        self.assertFalse(self.app._impact().failing())

    def test_what_is_retired_passes_nothing_on(self):
        """Neither the thing itself nor what relied on it; back in use it does again."""
        self.vm.state = "retired"
        self.assertFalse(self.host._impact().failing())
        self.vm.state = "in_use"
        self.assertEqual(self.names(self.host._impact().failing()), {"VM", "App"})

    def test_redundancy_is_counted(self):
        """Two of three hosts are enough; what the item says goes before what the type says."""
        cluster = self.make_ci("Cluster")
        hosts = [self.make_ci(f"H{number}") for number in range(3)]
        for host in hosts:
            self.relate(cluster, host)
        self.relate(self.app, cluster)
        cluster.redundancy_ids = [(0, 0, {"type_id": self.depends_on.id, "need": "count", "need_value": 2})]
        one, two = hosts[0]._impact(), (hosts[0] | hosts[1])._impact()
        self.assertEqual((self.names(one.weakened()), one.failing()), ({"Cluster"}, []))
        self.assertEqual(self.names(two.failing()), {"Cluster", "App"})

    def test_redundancy_of_the_type(self):
        """Fed by two switches, one is enough."""
        served_by = self.env.ref("service_desk_cmdb.ci_relation_type_served_by")
        switches = self.make_ci("S1") | self.make_ci("S2")
        for switch in switches:
            self.relate(self.host, switch, served_by)
        self.assertEqual(self.names(switches[0]._impact().weakened()), {"Host"})
        self.assertEqual(self.names(switches._impact().failing()), {"Host", "VM", "App"})

    def test_failure_both_ways(self):
        """A pair that stands and falls together."""
        pair = self.env["service.desk.ci.relation.type"].create(
            {"name": "is paired with", "reverse_name": "is paired with", "code": "paired", "passes": "both"}
        )
        twin = self.make_ci("Twin")
        self.relate(self.host, twin, pair)
        self.assertEqual(self.names(twin._impact().failing()), {"Host", "VM", "App"})
        self.assertEqual(self.names(self.host._impact().failing()), {"Twin", "VM", "App"})
        self.assertEqual(self.names(twin._impact("up").hits), {"Twin", "Host"})

    def test_circle_ends(self):
        """Two that need each other are both found once."""
        self.relate(self.host, self.app)
        self.assertEqual(self.names(self.host._impact().failing()), {"VM", "App"})

    def test_what_is_too_much_is_said(self):
        """The nearest are told, and that there is more."""
        for number in range(30):
            self.relate(self.make_ci(f"Leaf {number}"), self.host)
        found = self.host._impact(limit=10)
        self.assertTrue(found.is_cut)
        self.assertEqual(len(found.hits), 10)
        self.assertFalse(self.host._impact().is_cut)

    def test_one_query_however_many(self):
        """One walk for all of them."""
        items = self.host | self.vm
        items._impact()
        self.env.flush_all()
        # One more tells PostgreSQL not to compile it.
        with self.assertQueryCount(2):
            items._impact()
