from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiRelation(CiCase):
    """What may be related to what, and how often."""

    def test_classes_are_kept(self):
        """Something runs on hardware or a platform, also on a kind of these, and on nothing else."""
        app, host = self.make_ci("App", self.application), self.make_ci("Host")
        self.relate(app, host, self.runs_on)
        with self.assertRaisesRegex(ValidationError, "does not relate"):
            self.relate(host, app, self.runs_on)

    def test_number_is_limited(self):
        """A thing stands in one place."""
        place = self.env.ref("service_desk_cmdb.ci_class_location")
        stands_in = self.env.ref("service_desk_cmdb.ci_relation_type_stands_in")
        host, one, two = self.make_ci("Host"), self.make_ci("One", place), self.make_ci("Two", place)
        self.relate(host, one, stands_in)
        self.relate(self.make_ci("Other"), one, stands_in)
        with self.assertRaisesRegex(ValidationError, "too many"):
            self.relate(host, two, stands_in)

    @mute_logger("odoo.sql_db")
    def test_nothing_twice_and_nothing_with_itself(self):
        """The database says so."""
        one, two = self.make_ci("One"), self.make_ci("Two")
        self.relate(one, two)
        for source, target in ((one, two), (one, one)):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.relate(source, target)

    def test_needs_that_say_nothing_are_refused(self):
        """None of them, half a thing, more than all percent."""
        item = self.make_ci("Cluster")
        for need, value in (("count", 0), ("count", 1.5), ("percent", 0), ("percent", 101)):
            with self.assertRaises(ValidationError):
                item.redundancy_ids = [(0, 0, {"type_id": self.depends_on.id, "need": need, "need_value": value})]

    def test_both_readings(self):
        """It reads from both ends."""
        app, host = self.make_ci("App", self.application), self.make_ci("Host")
        relation = self.relate(app, host, self.runs_on)
        self.assertEqual((relation.display_name, relation.reverse_name), ("App runs on Host", "runs"))
