from odoo.tests import tagged

from odoo.addons.service_desk.tests.collision_case import CollisionCase

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiCollision(CiCase, CollisionCase):
    """Two changes at once whose things rely on each other."""

    def make(self, item, **values):
        return self.make_standard(service_id=False, ci_ids=[(6, 0, item.ids)], **values)

    def test_work_on_what_something_runs_on_is_told(self):
        """The host of one, the application of the other, with names and how they are related."""
        host, vm, app = self.make_ci("Host"), self.make_ci("VM"), self.make_ci("App", self.application)
        self.relate(vm, host, self.runs_on)
        self.relate(app, vm, self.runs_on)
        first = self.make(host)
        first.action_schedule()
        (found,) = self.make(app)._collisions()
        self.assertEqual((found.kind, found.other_id), ("related", first.id))
        self.assertIn(first.display_name, found.words)
        self.assertIn("works on Host, ", found.words)
        self.assertTrue(found.words.endswith(": App relies on Host through VM."), found.words)

    def test_the_way_is_told_from_both_sides(self):
        """Who works on the host reads the same relation as who works on what relies on it."""
        host, vm = self.make_ci("Host"), self.make_ci("VM")
        self.relate(vm, host, self.runs_on)
        self.make(vm).action_schedule()
        (found,) = self.make(host)._collisions()
        self.assertTrue(found.words.endswith(": VM relies on Host."), found.words)

    def test_a_service_relies_on_its_items(self):
        """Work on a service and on something that it runs on, told on both changes."""
        host = self.make_ci("Host", service_ids=[(6, 0, self.service.ids)])
        first = self.make_firm()
        second = self.make(host)
        for change in (second, first):
            (found,) = change._collisions()
            self.assertTrue(f": {self.service.name} relies on Host." in found.words, found.words)

    def test_drafts_are_told_and_weigh_nothing(self):
        """Another draft at that time is named as such, last, and no time is lost to it."""
        host, other = self.make_ci("Host"), self.make_ci("Other")
        draft = self.make(host)
        change = self.make(host | other)
        (found,) = change._collisions()
        self.assertEqual((found.other_id, found.is_draft, found.blocks), (draft.id, True, False))
        self.assertTrue(found.words.endswith("It is a draft."), found.words)
        self.assertEqual(change.collision_state, "clear")
        self.assertIn("It is a draft.", change.collision_html)
        change.action_schedule()
        self.assertEqual(change.state, "scheduled")
        self.assertEqual(self.env["service.desk.change"].browse(draft.id).collision_state, "block")

    def make_crowd(self, number, hour):
        """Drafts of so many virtual machines, and work on their host at the same time."""
        host = self.make_ci("Host")
        changes = self.env["service.desk.change"].with_user(self.agent)
        for place in range(number):
            vm = self.make_ci(f"VM {place}", service_ids=[(6, 0, self.service_two.ids)])
            self.relate(vm, host, self.runs_on)
            changes |= self.make(vm, **self.times(hour)).with_user(self.agent)
        self.make(host, **self.times(hour)).action_schedule()
        return changes

    def test_many_changes_cost_as_much_as_few(self):
        """Twenty changes of related things are told with the ways between them in as many queries as two."""
        find = self.env["service.desk.collision"].with_user(self.agent)._find
        counts = []
        for changes in (self.make_crowd(2, 0), self.make_crowd(20, 5)):
            find(changes)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = find(changes)
            counts.append(self.env.cr.sql_log_count - before)
            for change in changes:
                words = [one.words for one in found[change] if not one.is_draft]
                self.assertTrue(words[0].endswith(f": {change.ci_ids.name} relies on Host."), words)
        self.assertLessEqual(counts[1], counts[0], counts)
        self.assertLessEqual(counts[1], 40)

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
        for word in ("Cellar", "Raid", "relies", hidden.number):
            self.assertNotIn(word, found.words)

    def test_a_service_relies_on_items_through_another(self):
        """Work on a service and on what another one runs on, on which the first relies; not the other way round."""
        shop, base = self.env["service.desk.service"].create(
            [{"name": "Shop", "depends_on_ids": self.service.ids}, {"name": "Base"}]
        )
        self.service.depends_on_ids = base
        host = self.make_ci("Host", service_ids=[(6, 0, self.service.ids)])
        first = self.make_firm(service_id=shop.id)
        second = self.make(host)
        for change in (second, first):
            (found,) = change._collisions()
            self.assertIn(f": Shop relies on Host through {self.service.name}.", found.words)
        below = self.make_standard(service_id=base.id)
        self.assertNotIn(second.id, [found.other_id for found in below._collisions()])
