from odoo.tests import tagged

from odoo.addons.service_desk.tests.collision_case import CollisionCase

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiCollision(CiCase, CollisionCase):
    """Two changes at once whose things rely on each other."""

    def make(self, item, **values):
        return self.make_standard(service_id=False, ci_ids=[(6, 0, item.ids)], **values)

    def test_work_on_what_something_runs_on_is_told(self):
        """The host of one, the application of the other, with names and the word related."""
        host, vm, app = self.make_ci("Host"), self.make_ci("VM"), self.make_ci("App", self.application)
        self.relate(vm, host, self.runs_on)
        self.relate(app, vm, self.runs_on)
        first = self.make(host)
        first.action_schedule()
        (found,) = self.make(app)._collisions()
        self.assertEqual((found.kind, found.other_id), ("related", first.id))
        self.assertIn(first.display_name, found.words)
        self.assertIn("works on Host, which is related", found.words)

    def test_work_on_the_same_thing_is_told(self):
        """Without any service; on another thing it is nobody's business."""
        host, other = self.make_ci("Host"), self.make_ci("Other")
        self.make(host).action_schedule()
        self.assertEqual(self.kinds(self.make(host)), ["service"])
        self.assertFalse(self.make(other)._collisions())

    def test_things_of_another_company_are_not_named(self):
        """Both rely on what all share; that they are in each other's way is said, on what is not."""
        company, stranger = self.make_company()
        shared, theirs = self.env["service.desk.ci"].create(
            [
                {"name": name, "class_id": self.server.id, "state": "in_use", "company_id": owner}
                for name, owner in (("Shared", False), ("Cellar", company.id))
            ]
        )
        self.env["service.desk.ci.relation"].create(
            {"source_id": theirs.id, "target_id": shared.id, "type_id": self.depends_on.id}
        )
        model = self.make_model(service_id=False, company_id=False)
        hidden = (
            self.env["service.desk.change"]
            .with_user(stranger)
            .create(
                {
                    "name": "Raid",
                    "change_type": "standard",
                    "model_id": model.id,
                    "company_id": company.id,
                    "ci_ids": [(6, 0, theirs.ids)],
                    **self.times(),
                }
            )
        )
        hidden.action_schedule()
        (found,) = self.make(shared)._collisions()
        self.assertEqual(found.kind, "related")
        for word in ("Cellar", "Raid", hidden.number):
            self.assertNotIn(word, found.words)
