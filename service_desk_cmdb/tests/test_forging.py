import json

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .ci_case import CiCase

_TABLES = tuple(f"service.desk.{name}" for name in ("ci", "event", "alert", "license", "affected", "continuity"))
#: Nothing in these was written by anybody outside.
_WORDS = {"service.desk.ci.redundancy", "service.desk.ci.import.column"}


@tagged("post_install", "-at_install")
class TestForging(CiCase):
    """What the desk keeps by itself is not made up, neither by values nor by a client's context or defaults."""

    def test_source_user_is_always_a_new_contact(self):
        """Nobody gets hold of a contact, or a password, by making a source of events."""
        victim = self.env.ref("base.user_admin").partner_id
        name = victim.name
        self.env["ir.default"].with_user(self.keeper).set("res.users", "partner_id", victim.id, user_id=True)
        context = {"default_partner_id": victim.id, "default_password": "known", "default_email": "x@y.test"}
        source = self.env["service.desk.event.source"].with_user(self.keeper).with_context(**context)
        source = source.create({"name": "Taken Over"})
        self.assertNotEqual(source.sudo().user_id.partner_id, victim)
        self.assertEqual(victim.name, name)
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [source.sudo().user_id.id])
        self.assertFalse(self.env.cr.fetchone()[0])

    def test_import_begins_as_draft(self):
        """Not as running in somebody else's name."""
        source = self.env["service.desk.ci.source"].with_user(self.keeper).create({"name": "S", "code": "s_one"})
        jobs = self.env["service.desk.ci.import"].with_user(self.keeper)
        self.env["ir.default"].with_user(self.keeper).set("service.desk.ci.import", "run", 7, user_id=True)
        job = jobs.with_context(default_state="checking", default_user_id=1, default_failure="x").create(
            {"source_id": source.id}
        )
        self.assertEqual((job.state, job.user_id.id, job.failure, job.run), ("draft", False, False, 0))

    def test_baseline_tells_the_truth(self):
        """When it was taken, by whom, and how much was in it, is not for people to say."""
        baselines = self.env["service.desk.ci.baseline"].with_user(self.keeper)
        with self.assertRaises(UserError):
            baselines.create({"name": "Old", "date": "2020-01-01 00:00:00", "line_count": 9})
        forged = baselines.with_context(default_date="2020-01-01 00:00:00", default_line_count=9).create(
            {"name": "Old"}
        )
        self.assertFalse(forged.date or forged.line_count)
        with self.assertRaises(UserError):
            forged.date = "2020-01-01 00:00:00"
        forged.action_take()
        self.assertEqual(forged.user_id, self.keeper)

    def test_definition_follows_from_attributes(self):
        """Nobody writes what Odoo is told of the attributes: such properties could read any model."""
        wild = [{"name": "peek", "type": "many2one", "string": "Peek", "comodel": "res.users"}]
        server = self.server.with_user(self.keeper)
        with self.assertRaises(AccessError):
            server.attributes_definition = wild
        with self.assertRaises(AccessError):
            server.create({"name": "X", "code": "x_class", "attributes_definition": wild})
        items = self.items.with_context(default_attributes=[{**wild[0], "value": 1, "definition_changed": True}])
        items.create({"name": "Host", "class_id": self.server.id})
        self.assertNotIn("peek", json.dumps(self.server.attributes_definition))

    def test_attributes_take_text_alone(self):
        """What no database keeps is refused in a sentence; so is an item without a class."""
        self.env["service.desk.ci.attribute"].create({"class_id": self.server.id, "name": "Word", "code": "word"})
        item = self.make_ci("Host")
        for value in ("a\0b", "a\ud800b", ["x"], {"x": 1}):
            with self.assertRaises(ValidationError, msg=repr(value)):
                item.attributes = {"word": value}
                item.flush_recordset()
        with self.assertRaises(ValidationError):
            self.items.create({"name": "X", "attributes": {"word": "x"}})
        with self.assertRaises(ValidationError):
            self.items.create({"name": "X", "class_id": self.server.id, "attributes": {"word\0": "x"}})

    def test_relation_type_in_use_stays(self):
        """With it the relations of all companies would go."""
        kind = self.env["service.desk.ci.relation.type"].create(
            {"name": "feeds", "reverse_name": "is fed by", "code": "feeds"}
        )
        self.relate(self.make_ci("A"), self.make_ci("B"), kind)
        with self.assertRaises(UserError):
            kind.with_user(self.keeper).unlink()

    def test_purchase_is_of_ones_own_license(self):
        """A context names a license of others as well as values do, with a company that would let it pass."""
        company = self.env["res.company"].create({"name": "Far Away"})
        theirs = self.env["service.desk.license"].create({"name": "Theirs", "company_id": company.id})
        rights = self.env["service.desk.license.right"].with_user(self.keeper)
        mine = self.env.company.id
        with self.assertRaises(AccessError):
            rights.with_context(default_license_id=theirs.id).create({"company_id": mine, "quantity": 5})
        with self.assertRaises(AccessError):
            rights.create({"license_id": theirs.id, "company_id": mine, "quantity": 5})
        own = self.env["service.desk.license"].create({"name": "Mine"})
        right = rights.create({"license_id": own.id, "quantity": 5})
        with self.assertRaises(AccessError):
            right.write({"license_id": theirs.id, "company_id": mine})

    def test_drill_is_of_ones_own_plan(self):
        """Nobody says of another company's plan that it was practiced."""
        company = self.env["res.company"].create({"name": "Far Away"})
        plans = self.env["service.desk.continuity.plan"]
        theirs = plans.create({"name": "Theirs", "company_id": company.id})
        mine = plans.create({"name": "Mine", "company_id": self.env.company.id})
        drill = self.env["service.desk.continuity.drill"].with_user(self.keeper).create({"plan_id": mine.id})
        with self.assertRaises(AccessError):
            drill.write({"plan_id": theirs.id, "company_id": self.env.company.id})

    def test_moved_item_leaves_its_relations(self):
        """An item does not go to another company with relations to what stays."""
        company = self.env["res.company"].create({"name": "Far Away"})
        self.keeper.company_ids = [Command.link(company.id)]
        one, other = self.make_ci("A"), self.make_ci("B")
        self.relate(one, other)
        with self.assertRaises(UserError):
            one.with_context(allowed_company_ids=(self.env.company | company).ids).company_id = company

    def test_classes_make_no_circle(self):
        """Refused with a sentence, also over several steps."""
        top = self.env["service.desk.ci.class"].create({"name": "T", "code": "t_one"})
        below = top.create({"name": "B", "code": "b_one", "parent_id": top.id})
        lowest = top.create({"name": "L", "code": "l_one", "parent_id": below.id})
        with self.assertRaises(UserError):
            top.with_user(self.keeper).parent_id = lowest

    def test_exports_hold_no_formulas(self):
        """Whatever table of the addon is exported: texts that come from outside are texts."""
        without = [
            name
            for name in self.env
            if name.startswith(_TABLES)
            and not self.env[name]._abstract
            and not self.env[name]._transient
            and not getattr(self.env[name], "_is_shared_setup", False)
            and name not in _WORDS
            and not any("export_mixin" in base.__module__ for base in type(self.env[name]).__mro__)
        ]
        self.assertFalse(without)

    def test_dialogs_are_of_who_opened_them(self):
        """What somebody has chosen in a dialog is neither seen nor changed by a colleague."""
        names = [name for name in self.env if self.env[name]._transient and name.startswith(_TABLES)]
        self.assertIn("service.desk.alert.wizard", names)
        for name in names:
            rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
            with self.subTest(model=name):
                self.assertIn("create_uid", "".join(rules.mapped("domain_force")))
        service = self.env["service.desk.service"].create({"name": "S"})
        dialogs = self.env["service.desk.affected.wizard"]
        mine = dialogs.with_user(self.agent).create({"service_ids": [Command.set(service.ids)]})
        self.assertFalse(dialogs.with_user(self.agent_two).search([("id", "=", mine.id)]))
        self.assertEqual(mine.service_ids, service)
