"""What people say of relations, redundancy and purchases stands in the histories of what it is about."""

import re

from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.service_desk_told_mixin import MOST_TOLD
from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestCiHistory(LicenseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nas, cls.one, cls.two = cls.make_ci("nas"), cls.make_ci("UPS A"), cls.make_ci("UPS B")

    def history(self, record):
        """What an agent reads there, the oldest first."""
        messages = record.with_user(self.agent).message_ids.sorted("id")
        bodies = [re.sub("</?(p|span)>", "", str(one.body)) for one in messages]
        return [body for body in bodies if re.match("Added|Changed|Removed", body)]

    def test_relations_of_one_form_are_one_line(self):
        """In the history of the item, and one in that of each other end; by whoever wrote them."""
        with Form(self.nas) as form:
            for item in (self.one, self.two):
                with form.source_relation_ids.new() as line:
                    line.type_id, line.target_id = self.depends_on, item
        self.assertEqual(self.history(self.nas), ["Added: depends on UPS A, depends on UPS B."])
        self.assertEqual(self.history(self.one), [f"Added: {self.depends_on.reverse_name} nas."])
        self.assertEqual(self.nas.message_ids[:1].author_id, self.keeper.partner_id)

    def test_changed_and_removed(self):
        """Another end: there one went and one came; another type: it reads otherwise; then it goes."""
        relation = self.relate(self.nas, self.one)
        relation.target_id = self.two
        relation.type_id = self.runs_on
        relation.note = "Left socket"
        relation.unlink()
        reverse, runs = self.depends_on.reverse_name, self.runs_on.reverse_name
        self.assertEqual(self.history(self.one), [f"Added: {reverse} nas.", f"Removed: {reverse} nas."])
        self.assertEqual(
            self.history(self.two),
            [f"Added: {reverse} nas.", f"Changed: {reverse} nas → {runs} nas.", f"Removed: {runs} nas."],
        )
        self.assertEqual(
            self.history(self.nas)[1:],
            [
                "Changed: depends on UPS A → depends on UPS B.",
                "Changed: depends on UPS B → runs on UPS B.",
                "Removed: runs on UPS B.",
            ],
        )

    def test_redundancy(self):
        """In words, each time it says something else."""
        self.nas.redundancy_ids = [Command.create({"type_id": self.depends_on.id, "need": "count", "need_value": 1})]
        self.nas.redundancy_ids.write({"need": "percent", "need_value": 50})
        self.nas.redundancy_ids.write({"need_value": 50})
        self.nas.redundancy_ids = [Command.clear()]
        self.assertEqual(
            self.history(self.nas),
            [
                "Added: needs 1 of what it depends on.",
                "Changed: needs 1 of what it depends on → needs 50% of what it depends on.",
                "Removed: needs 50% of what it depends on.",
            ],
        )

    def test_shared_item_does_not_tell_names_of_companies(self):
        """People of all companies read it: there stands a number; the company's own item may name the shared one."""
        shared = self.make_ci("Shared", company_id=False)
        self.relate(self.nas, shared)
        self.assertEqual(self.history(shared), [f"Added: {self.depends_on.reverse_name} {self.nas.number}."])
        self.assertEqual(self.history(self.nas), ["Added: depends on Shared."])

    def test_names_are_text(self):
        """Whatever somebody calls a thing."""
        self.relate(self.nas, self.make_ci("<b>UPS</b>"))
        self.assertEqual(self.history(self.nas), ["Added: depends on &lt;b&gt;UPS&lt;/b&gt;."])

    def test_many_cost_no_query_each(self):
        """Beyond what writing them costs: a line in each history, in as many queries for 40 as for 10."""
        counts = []
        for number in (10, 40):
            items = self.items.create([{"name": f"VM {n}", "class_id": self.server.id} for n in range(number)])
            relations = self.items.env["service.desk.ci.relation"]
            values = [{"source_id": i.id, "target_id": self.nas.id, "type_id": self.runs_on.id} for i in items]
            made = relations.create(values)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            made._tell({}, made._all_told())
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 5)
        self.assertIn("VM 9 and 30 more", self.history(self.nas)[-1])

    def test_programs_are_not_told(self):
        """What the desk writes itself, what comes by the hundreds, and what sources tell."""
        vals = {"source_id": self.nas.id, "target_id": self.one.id, "type_id": self.depends_on.id}
        self.env["service.desk.ci.relation"].sudo().create(vals).unlink()
        items = self.items.create([{"name": f"VM {n}", "class_id": self.server.id} for n in range(MOST_TOLD + 1)])
        self.items.env["service.desk.ci.relation"].create(
            [{"source_id": one.id, "target_id": self.nas.id, "type_id": self.runs_on.id} for one in items]
        )
        self.env["service.desk.ci.source"].create({"name": "Discovery", "code": "test_told", "sequence": 1})
        for other in (self.two, self.nas):
            (outcome,) = self.items.import_items("test_told", [{"number": self.one.number, "runs_on": [other.number]}])
            self.assertEqual(self.one.source_relation_ids.target_id, other, outcome)
        for item in (self.nas, self.one, self.two):
            self.assertFalse(self.history(item))

    def test_purchases_of_a_license(self):
        """How many and how long: bought, changed, taken away. A reference alone is not told."""
        product = self.make_license(0)
        right = {"quantity": 5, "date_start": "2026-01-01"}
        product.right_ids = [Command.create(right), Command.create({**right, "date_end": "2026-12-31"})]
        first = product.right_ids.filtered(lambda one: not one.date_end)
        first.reference = "Order 7"
        first.quantity = 8
        first.unlink()
        self.assertEqual(
            self.history(product),
            [
                "Added: purchase of 5, from 01/01/2026 on, purchase of 5, 01/01/2026 to 12/31/2026.",
                "Changed: purchase of 5, from 01/01/2026 on → purchase of 8, from 01/01/2026 on.",
                "Removed: purchase of 8, from 01/01/2026 on.",
            ],
        )

    def test_end_of_a_related_item(self):
        """What is deleted takes its relations along; the other end tells it, whatever else goes."""
        self.relate(self.nas, self.one)
        self.relate(self.nas, self.two)
        (self.nas | self.two).unlink()
        reverse = self.depends_on.reverse_name
        self.assertEqual(self.history(self.one), [f"Added: {reverse} nas.", f"Removed: {reverse} nas."])

    def test_values_that_another_class_does_not_know(self):
        """They go with the class; what they were is in the history, whether others are written at once or not."""
        machine = self.env.ref("service_desk_cmdb.ci_class_virtual_machine")
        for vals in ({}, {"attributes": {"ip_address": "10.0.0.2"}}):
            item = self.make_ci("Host", attributes={"ip_address": "10.0.0.1", "rack": "A3"})
            item.write({"class_id": machine.id, **vals})
            self.assertIn("Rack and Unit: A3 → –", " ".join(item.message_ids.mapped("body")))
