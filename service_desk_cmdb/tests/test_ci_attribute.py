from odoo.exceptions import UserError
from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiAttribute(CiCase):
    """What becomes of the values of items when their class says something else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attributes = cls.env["service.desk.ci.attribute"].with_user(cls.keeper)
        cls.ports = cls.make_attribute(name="Ports", code="ports")

    @classmethod
    def make_attribute(cls, **values):
        return cls.attributes.create({"class_id": cls.server.id, **values})

    def test_values_come_along_into_another_type(self):
        """What was typed as text is a number from then on."""
        item = self.make_ci("Host", attributes={"ports": " 24 "})
        self.ports.kind = "integer"
        self.assertEqual(item._values()["ports"], 24)
        self.ports.kind = "char"
        self.assertEqual(item._values()["ports"], "24")

    def test_type_that_does_not_fit_is_refused_with_the_item(self):
        """Nothing is emptied behind anybody's back."""
        item = self.make_ci("Host", attributes={"ports": "many"})
        with self.assertRaisesRegex(UserError, "Ports.*Host.*many"):
            self.ports.kind = "integer"
        self.assertEqual(item._values()["ports"], "many")

    def test_choice_in_use_is_not_taken_away(self):
        """Another one is."""
        size = self.make_attribute(name="Size", code="size", kind="selection", options="Small\nLarge\nHuge")
        self.make_ci("Host", attributes={"size": "large"})
        size.options = "Small\nLarge"
        with self.assertRaisesRegex(UserError, "Large"):
            size.options = "Small"

    def test_code_of_what_has_values_stays(self):
        """Imports and the database know it by that; its name is free."""
        item = self.make_ci("Host", attributes={"ports": "24"})
        with self.assertRaises(UserError):
            self.ports.code = "port_count"
        with self.assertRaises(UserError):
            self.ports.class_id = self.application
        self.ports.write({"name": "Sockets", "code": "ports", "class_id": self.server.id})
        self.assertEqual(item._values(), {"ports": "24"})

    def test_narrower_class_that_says_it_anew_keeps_its_own(self):
        """A change of the wider one does not touch it."""
        narrow = self.env["service.desk.ci.class"].create(
            {"name": "Blade", "code": "blade", "parent_id": self.server.id}
        )
        self.make_attribute(name="Ports", code="ports", class_id=narrow.id)
        item = self.make_ci("Blade 1", narrow, attributes={"ports": "a few"})
        self.ports.kind = "integer"
        self.assertEqual(item._values(), {"ports": "a few"})

    def test_attribute_said_anew_must_fit_what_there_is(self):
        """Values that things of the narrower class have by the wider one are not lost."""
        narrow = self.env["service.desk.ci.class"].create(
            {"name": "Blade", "code": "blade", "parent_id": self.server.id}
        )
        self.make_ci("Blade 1", narrow, attributes={"ports": "a few"})
        with self.assertRaisesRegex(UserError, "a few"):
            self.make_attribute(name="Ports", code="ports", class_id=narrow.id, kind="integer")

    def test_removed_attribute_breaks_nothing(self):
        """Items are read, written, searched and exported; one of the same code begins without what does not fit."""
        item = self.make_ci("Host", attributes={"ports": "many", "cpu_cores": 8})
        other = self.make_ci("Other", attributes={"ports": "12"})
        self.ports.unlink()
        self.assertEqual(item._values(), {"cpu_cores": 8})
        item.read(["attributes"])
        item.sudo().export_data(["name", "attributes"])
        item.attributes = {"cpu_cores": 16}
        self.assertEqual(item._values(), {"cpu_cores": 16})
        with self.assertRaises(UserError):
            item.attributes = {"ports": "x"}
        self.make_attribute(name="Ports", code="ports", kind="integer")
        self.assertEqual((item._values(), other._values()), ({"cpu_cores": 16}, {"ports": 12}))
