from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiClass(CiCase):
    """Classes and what they say of their things."""

    def make_class(self, code, **values):
        return (
            self.env["service.desk.ci.class"]
            .with_user(self.keeper)
            .create({"name": code.title(), "code": code, **values})
        )

    def test_useful_set_is_there(self):
        """What most desks look after, each with an icon of its own and a name that nobody has to think up."""
        codes = [
            "business_service",
            "application",
            "database",
            "server",
            "virtual_machine",
            "container_platform",
            "network_device",
            "storage",
            "workstation",
            "phone",
            "printer",
            "location",
            "certificate",
            "domain",
            "cloud_resource",
        ]
        classes = self.env["service.desk.ci.class"].search([("code", "in", codes)])
        self.assertEqual(set(classes.mapped("code")), set(codes))
        self.assertEqual(len(set(classes.mapped("icon"))), len(codes))
        self.assertTrue(all(one.parent_id or one._attributes() for one in classes))

    def test_attributes_are_inherited_downward(self):
        """A narrower class has those above it, also after they change and after it moves."""
        device = self.make_class("device", attribute_ids=[(0, 0, {"name": "Color", "code": "color"})])
        camera = self.make_class(
            "camera", parent_id=device.id, attribute_ids=[(0, 0, {"name": "Lens", "code": "lens"})]
        )
        item = self.make_ci("Cam 1", camera, attributes={"color": "red", "lens": "35"})
        self.assertEqual(item._values(), {"color": "red", "lens": "35"})
        device.attribute_ids = [(0, 0, {"name": "Size", "code": "size", "kind": "integer"})]
        item.attributes = {"size": 3}
        self.assertEqual(item._values(), {"color": "red", "lens": "35", "size": 3})
        camera.parent_id = False
        with self.assertRaises(ValidationError):
            item.attributes = {"size": 4}

    def test_narrower_class_says_an_attribute_anew(self):
        """The same code further down is the one that counts."""
        wide = self.make_class("wide", attribute_ids=[(0, 0, {"name": "Kind", "code": "kind"})])
        choice = {"name": "Kind", "code": "kind", "kind": "selection", "options": "One\nTwo"}
        narrow = self.make_class("narrow", parent_id=wide.id, attribute_ids=[(0, 0, choice)])
        self.assertEqual([(one.code, one.kind) for one in narrow._attributes()], [("kind", "selection")])

    def test_nobody_changes_a_class_from_one_of_its_things(self):
        """What a form sends along as a definition is not taken."""
        item = self.make_ci("Host")
        before = self.server.attributes_definition
        with self.assertRaises(ValidationError):
            item.attributes = [
                {"name": "evil", "type": "char", "string": "Evil", "value": "x", "definition_changed": True}
            ]
        self.assertEqual(self.server.attributes_definition, before)

    def test_wrong_value_is_refused_with_its_name(self):
        """The sentence says which attribute and which value."""
        with self.assertRaisesRegex(ValidationError, "CPU Cores.*many"):
            self.make_ci("Host", attributes={"cpu_cores": "many"})

    def test_what_is_in_use_must_be_complete(self):
        """A certificate in use without its name is refused; a planned one is not."""
        certificate = self.env.ref("service_desk_cmdb.ci_class_certificate")
        with self.assertRaisesRegex(ValidationError, "Common Name"):
            self.make_ci("Cert", certificate)
        planned = self.make_ci("Cert", certificate, state="planned")
        with self.assertRaises(ValidationError):
            planned.state = "in_use"
        planned.write({"attributes": {"common_name": "a.example.com", "date_expiry": "2030-01-01"}, "state": "in_use"})
        with self.assertRaises(ValidationError):
            planned.attributes = {"common_name": ""}

    def test_another_class_keeps_what_both_know(self):
        """A server that became a virtual machine still has its address, and no rack."""
        item = self.make_ci("Host", attributes={"ip_address": "10.0.0.1", "rack": "A3"})
        item.class_id = self.env.ref("service_desk_cmdb.ci_class_virtual_machine")
        self.assertEqual(item._values(), {"ip_address": "10.0.0.1"})

    def make_sized(self, code, kind, **values):
        size = {"name": "Size", "code": "size", "kind": kind}
        return self.make_class(code, attribute_ids=[(0, 0, size)], **values)

    def test_another_class_has_values_in_its_own_types(self):
        """What fits comes along; what does not is in the history, whether attributes are sent with it or not."""
        text, number = self.make_sized("text", "char"), self.make_sized("number", "integer")
        fits, not_so = self.make_ci("Fits", text, attributes={"size": "8"}), self.make_ci("Not", text)
        not_so.attributes = {"size": "big"}
        both = not_so.copy()
        (fits | not_so).write({"class_id": number.id})
        both.write({"class_id": number.id, "attributes": {}})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([item._values() for item in (fits, not_so, both)], [{"size": 8}, {}, {}])
        self.assertIn("big", not_so.message_ids.sorted("id")[-1:].body)

    def test_moved_class_has_values_in_the_types_above(self):
        """What does not fit is refused by name; the same code of another type is no trouble where it does."""
        text, day = self.make_sized("text", "char"), self.make_sized("day", "date")
        kind = self.make_class("kind", parent_id=text.id)
        item = self.make_ci("Item", kind, attributes={"size": "big"})
        with self.assertRaisesRegex(ValidationError, "Item.*big"), self.env.cr.savepoint():
            kind.parent_id = day
        item.attributes = {"size": "2026-01-02"}
        number = self.make_sized("number", "integer")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            kind.parent_id = number
        kind.parent_id = day
        self.assertEqual(item._values(), {"size": "2026-01-02"})

    def test_wider_class_has_its_type_again(self):
        """An attribute said anew is removed: what the wider class says holds, and what does not fit goes."""
        number = self.make_sized("number", "integer")
        kind = self.make_sized("kind", "char", parent_id=number.id)
        fits = self.make_ci("Fits", kind, attributes={"size": "8"})
        not_so = self.make_ci("Not", kind, attributes={"size": "big"})
        kind.attribute_ids.unlink()
        self.env.invalidate_all()
        self.assertEqual([item._values().get("size") for item in (fits, not_so)], [8, None])

    def test_codes_of_columns_are_refused(self):
        """A sheet could not tell them apart: what is meant for the one would go into the other."""
        for code in ("version", "number", "class_id", "owner_id"):
            with self.assertRaisesRegex(ValidationError, code), self.env.cr.savepoint():
                self.make_class("some", attribute_ids=[(0, 0, {"name": "Some", "code": code})])
        older = self.make_sized("older", "char").attribute_ids
        self.env.cr.execute("UPDATE service_desk_ci_attribute SET code = 'version' WHERE id = %s", [older.id])
        older.invalidate_recordset()
        older.kind = "integer"
        self.assertEqual((older.code, older.kind), ("version", "integer"))

    def test_copy_has_what_is_said_of_the_first(self):
        """Many are alike."""
        item = self.make_ci("Host", attributes={"cpu_cores": 8})
        self.assertEqual(item.copy()._values(), {"cpu_cores": 8})

    def test_required_number_is_asked_for_and_zero_is_one(self):
        """Untouched in the form it is nothing, and asked for; a zero is said, and stays when something else is."""
        slots = {"name": "Slots", "code": "slots", "kind": "integer", "is_required": True}
        height = {"name": "Height", "code": "height", "kind": "float", "is_required": True}
        own = [(0, 0, slots), (0, 0, height)]
        blade = self.make_class("blade", parent_id=self.server.id, attribute_ids=own)
        with Form(self.env["service.desk.ci"].with_user(self.keeper)) as form:
            form.name, form.class_id = "Blade 1", blade
        item = form.record
        self.assertEqual((item.state, item._values()), ("planned", {}))
        with self.assertRaisesRegex(ValidationError, "lacks: Slots, Height"):
            item.state = "in_use"
        item.write({"attributes": {"slots": 0, "height": 0.0}, "state": "in_use"})
        item.attributes = {"hostname": "blade-1"}
        said = {"hostname": "blade-1", "slots": 0, "height": 0.0}
        self.env.invalidate_all()
        self.assertEqual((item._values(), item.copy()._values()), (said, said))

    def test_change_of_an_attribute_is_in_the_history(self):
        """What it was and what it is now."""
        item = self.make_ci("Host", attributes={"cpu_cores": 8})
        item.attributes = {"cpu_cores": 16}
        self.assertIn("CPU Cores: 8 → 16", item.message_ids[:1].body)

    def test_class_with_things_is_not_deleted(self):
        """Also by a class above it."""
        kind = self.make_class("gadget")
        narrow = self.make_class("small_gadget", parent_id=kind.id)
        self.make_ci("One", narrow)
        with self.assertRaises(UserError):
            kind.unlink()

    def test_bad_codes_and_empty_choices_are_refused(self):
        """With a sentence, not by a program that breaks later."""
        with self.assertRaises(ValidationError):
            self.make_class("Not A Code")
        for values in ({"code": "Bad Code"}, {"code": "ok", "kind": "selection"}, {"code": "x_html"}):
            with self.assertRaises(ValidationError, msg=values):
                self.make_class("fine", attribute_ids=[(0, 0, {"name": "A", **values})])

    def test_class_is_no_kind_of_itself(self):
        """No circles."""
        one = self.make_class("one")
        two = self.make_class("two", parent_id=one.id)
        with self.assertRaises(UserError):
            one.parent_id = two

    def test_attributes_show_when_the_class_is_chosen(self):
        """A new item can be filled in at once, and what both classes know is kept when another is chosen."""
        asked = {"name": {}, "class_id": {"fields": {"display_name": {}}}, "attributes": {}}
        shown = self.items.onchange({"name": "New", "class_id": self.server.id}, ["class_id"], asked)
        names = [one["name"] for one in shown["value"]["attributes"]]
        self.assertEqual(names, [one.code for one in self.server._attributes()])
        blade = self.make_class("blade", parent_id=self.server.id)
        said = [{**one, "value": 8 if one["name"] == names[0] else False} for one in shown["value"]["attributes"]]
        again = self.items.onchange({"class_id": blade.id, "attributes": said}, ["class_id"], asked)
        self.assertEqual(again["value"]["attributes"][0]["value"], 8)
        none = self.items.onchange({"class_id": False, "attributes": said}, ["class_id"], asked)
        self.assertEqual(none["value"]["attributes"], [])

    def test_form_suggests_codes_and_what_the_class_above_has(self):
        """Who makes a class thinks up no code, and says only what is different."""
        with Form(self.env["service.desk.ci.class"].with_user(self.keeper)) as form:
            form.parent_id = self.server
            form.name = "Blade Server"
            with form.attribute_ids.new() as line:
                line.name = "Slot Number"
        made = form.record
        self.assertEqual((made.code, made.attribute_ids.code), ("blade_server", "slot_number"))
        self.assertEqual((made.icon, made.stale_days), (self.server.icon, self.server.stale_days))
