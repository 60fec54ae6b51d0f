from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
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

    def test_where_a_thing_stands_is_said_once(self):
        """By its location, from which the place knows what stands in it; the relation is not offered."""
        places = self.env.ref("service_desk_cmdb.ci_class_location")
        offered = self.env["service.desk.ci.relation.type"].with_user(self.keeper).search([])
        self.assertNotIn("stands_in", offered.mapped("code"))
        room, empty = self.make_ci("Room", places), self.make_ci("Empty", places)
        hosts = self.make_ci("One", location_id=room.id) | self.make_ci("Two", location_id=room.id)
        counts = (room | empty).with_user(self.agent).mapped("located_count")
        self.assertEqual(counts, [2, 0])
        opened = room.with_user(self.agent).action_open_located()
        self.assertEqual(self.env["service.desk.ci"].search(opened["domain"]), hosts.sudo())

    def test_place_in_which_things_stand_is_not_deleted(self):
        """Where they are would be forgotten, and nobody told; with them it goes."""
        room = self.make_ci("Room", self.env.ref("service_desk_cmdb.ci_class_location"))
        host = self.make_ci("Host", location_id=room.id)
        with self.assertRaisesRegex(UserError, "Things stand in Room"):
            room.unlink()
        (room | host).unlink()
        self.assertFalse((room | host).exists())

    def test_relation_is_written_on_a_phone(self):
        """By a form, where a list has no room."""
        app, host = self.make_ci("App", self.application), self.make_ci("Host")
        with Form(self.env["service.desk.ci.relation"].with_user(self.keeper)) as form:
            form.source_id, form.type_id, form.target_id = app, self.runs_on, host
        self.assertEqual(app.source_relation_ids.target_id, host)

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

    @mute_logger("odoo.sql_db")
    def test_where_neither_is_first_it_is_said_once(self):
        """A cable between two is one cable, whichever way somebody writes it down."""
        cable = self.env.ref("service_desk_cmdb.ci_relation_type_connects_to")
        self.assertTrue(cable.is_symmetric)
        self.assertFalse(self.runs_on.is_symmetric)
        one, two = self.make_ci("One"), self.make_ci("Two")
        self.relate(one, two, cable)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.relate(two, one, cable)
        # What depends on each other is said twice, as it is two things.
        self.relate(one, two)
        self.relate(two, one)

    def test_number_counts_both_ends_where_neither_is_first(self):
        """One partner each, whoever is written down first."""
        pair = self.env["service.desk.ci.relation.type"].create(
            {
                "name": "is paired with",
                "reverse_name": "is paired with",
                "code": "paired",
                "passes": "both",
                "target_max": 1,
            }
        )
        one, two, three = self.make_ci("One"), self.make_ci("Two"), self.make_ci("Three")
        self.relate(one, two, pair)
        for first, second in ((one, three), (two, three), (three, one), (three, two)):
            with self.assertRaisesRegex(ValidationError, "too many"), self.env.cr.savepoint():
                self.relate(first, second, pair)

    def test_type_is_not_narrowed_below_what_is_related(self):
        """To fewer, to other classes, or both ways: what is there would never have been allowed."""
        feeds = {"name": "feeds", "reverse_name": "is fed by", "code": "feeds"}
        kind = self.env["service.desk.ci.relation.type"].with_user(self.keeper).create(feeds)
        host, one, two = self.make_ci("Host"), self.make_ci("One"), self.make_ci("Two")
        self.relate(host, one, kind)
        self.relate(two, host, kind)
        kind.write({"target_max": 1, "source_max": 1, "source_class_ids": [(6, 0, self.server.ids)]})
        with self.assertRaisesRegex(ValidationError, "Host has too many relations"), self.env.cr.savepoint():
            kind.passes = "both"
        with self.assertRaisesRegex(ValidationError, "which “feeds” does not relate"), self.env.cr.savepoint():
            kind.target_class_ids = self.application
        kind.target_max = 2
        self.relate(host, two, kind)
        with self.assertRaisesRegex(ValidationError, "relations “feeds”: 1 at most"), self.env.cr.savepoint():
            kind.target_max = 1

    def test_type_in_use_is_archived_and_not_deleted(self):
        """Relations do not go with the word for them, and are still followed and shown."""
        kind = self.env["service.desk.ci.relation.type"].with_user(self.keeper)
        kind = kind.create({"name": "sits on", "reverse_name": "carries", "code": "sits_on"})
        app, host = self.make_ci("App", self.application), self.make_ci("Host")
        relation = self.relate(app, host, kind)
        with self.assertRaisesRegex(UserError, "Archive"):
            kind.unlink()
        kind.active = False
        self.assertEqual(host._impact().failing(), app.ids)
        shown = self.env["service.desk.ci.graph"].with_user(self.agent).graph(host.ids)
        self.assertEqual({node["name"] for node in shown["nodes"]}, {"App", "Host"})
        relation.unlink()
        kind.unlink()
        self.assertFalse(kind.exists())
