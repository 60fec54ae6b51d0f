from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiLife(CiCase):
    """The life of an item, and its number."""

    def test_number_is_given_once(self):
        """Each has its own, also without a company."""
        items = self.make_ci("A") | self.make_ci("B") | self.make_ci("C", company_id=False)
        self.assertEqual(len(set(items.mapped("number"))), 3)
        self.assertTrue(all(number.startswith("CI") for number in items.mapped("number")))

    def test_agent_reads_and_does_not_move(self):
        """Keeping items is the configuration manager's."""
        item = self.make_ci("Host").with_user(self.agent)
        self.assertEqual(item.name, "Host")
        with self.assertRaises(AccessError):
            item.state = "retired"

    def test_what_is_disposed_of_stays_so(self):
        """There is no way back."""
        item = self.make_ci("Host")
        item.state = "disposed"
        with self.assertRaises(UserError):
            item.state = "in_use"

    def test_class_leaves_states_out(self):
        """A location is never in repair, neither later nor from the beginning."""
        location = self.env.ref("service_desk_cmdb.ci_class_location")
        place = self.make_ci("Room", location)
        with self.assertRaisesRegex(UserError, "never In Repair"):
            place.state = "in_repair"
        with self.assertRaises(UserError):
            self.make_ci("Room 2", location, state="in_stock")

    def test_states_come_from_the_class_above(self):
        """An application has the states of software."""
        with self.assertRaises(UserError):
            self.make_ci("App", self.application).state = "in_repair"

    def test_new_class_must_fit(self):
        """Its states, and what it is related to."""
        broken = self.make_ci("Broken", state="in_repair")
        with self.assertRaisesRegex(UserError, "never In Repair"):
            broken.class_id = self.application
        host = self.make_ci("Host")
        self.relate(self.make_ci("App", self.application), host, self.runs_on)
        with self.assertRaisesRegex(UserError, "does not relate"):
            host.class_id = self.application
        host.class_id = self.env.ref("service_desk_cmdb.ci_class_virtual_machine")

    def test_what_carries_others_is_retired_and_not_deleted(self):
        """Together with all that relies on it, and after it is retired, it can be."""
        host, app = self.make_ci("Host"), self.make_ci("App", self.application)
        self.relate(app, host, self.runs_on)
        with self.assertRaisesRegex(UserError, "relies on Host. Retire it"):
            host.unlink()
        other, above = self.make_ci("Other"), self.make_ci("Above", self.application)
        self.relate(above, other, self.runs_on)
        (other | above).unlink()
        host.state = "retired"
        host.unlink()
        self.assertFalse((host | other | above).exists())
        self.assertTrue(app.exists())
