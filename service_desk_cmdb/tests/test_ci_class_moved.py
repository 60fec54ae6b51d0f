from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiClassMoved(CiCase):
    """A class changes over the heads of its things: what one of them could not do by itself is refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = cls.env["service.desk.ci.class"].with_user(cls.keeper)
        codes = ("planned", "in_use", "retired")
        cls.few = cls.env["service.desk.ci.state"].search([("code", "in", codes)])
        cls.wide, cls.narrow = cls.kinds.create(
            [{"name": "Wide", "code": "wide"}, {"name": "Narrow", "code": "narrow", "state_ids": [(6, 0, cls.few.ids)]}]
        )
        cls.kind = cls.kinds.create({"name": "Kind", "code": "kind", "parent_id": cls.wide.id})
        cls.item = cls.make_ci("Item", cls.kind)

    def test_states_of_the_class_above(self):
        """What is in repair is none of those that never are; once it runs again, it may be."""
        self.item.state = "in_repair"
        with self.assertRaisesRegex(UserError, "thing of the class “Kind” is never In Repair"), self.env.cr.savepoint():
            self.kind.parent_id = self.narrow
        self.item.state = "in_use"
        self.kind.parent_id = self.narrow
        self.assertEqual(self.item.class_id._states(), set(self.few.mapped("code")))

    def test_states_of_a_class_and_of_those_below(self):
        """A narrower class that says its own states is not asked."""
        self.item.state = "in_repair"
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.wide.state_ids = self.few
        self.kind.state_ids = self.env["service.desk.ci.state"].search([])
        self.wide.state_ids = self.few
        self.assertEqual(self.wide.state_ids, self.few)

    def test_relations_of_its_things(self):
        """A type relates things of some classes; a class with such things does not leave these."""
        feeds = {"name": "feeds", "reverse_name": "is fed by", "code": "feeds"}
        kind = self.relate(self.item, self.make_ci("Other"), self.env["service.desk.ci.relation.type"].create(
            {**feeds, "source_class_ids": [(6, 0, self.wide.ids)]}
        )).type_id
        with self.assertRaisesRegex(ValidationError, "Item is a thing of the class “Kind”"), self.env.cr.savepoint():
            self.kind.parent_id = False
        kind.source_class_ids = False
        self.kind.parent_id = False
        self.assertFalse(self.kind.parent_id)
