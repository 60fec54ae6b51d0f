"""What belongs to one company is not told to others, by whatever route they ask."""

import base64

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.service_desk.tests.rights_case import RightsCase

from .ci_case import CiCase

SECRET = "Cellar"
#: With records that came with the addon.
SETUP = ("service.desk.ci.class", "service.desk.ci.attribute", "service.desk.ci.relation.type", "service.desk.ci.state")


@tagged("post_install", "-at_install")
class TestCiRightsRoutes(CiCase, RightsCase, HttpCase):
    """An item of another company, which relies on one that all share, and all that hangs on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company, cls.other_agent = cls.make_company()
        env = cls.env
        cls.shared, cls.secret = env["service.desk.ci"].create(
            [
                {
                    "name": name,
                    "class_id": cls.server.id,
                    "state": "in_use",
                    "company_id": owner,
                    "attributes": {"hostname": name},
                }
                for name, owner in (("Shared", False), (SECRET, company.id))
            ]
        )
        cls.relation = cls.relate(cls.secret.with_user(env.user), cls.shared.with_user(env.user))
        cls.secret.redundancy_ids = [(0, 0, {"type_id": cls.depends_on.id, "need": "count", "need_value": 1})]
        cls.baseline = env["service.desk.ci.baseline"].create({"name": f"{SECRET} then", "company_id": company.id})
        cls.baseline.with_context(allowed_company_ids=company.ids).action_take()
        cls.finding = env["service.desk.ci.finding"].create(
            {"ci_id": cls.secret.id, "kind": "stale", "detail": f"{SECRET} was not seen"}
        )
        cls.incident = (
            env["service.desk.incident"]
            .with_user(cls.other_agent)
            .create({"name": "Theirs", "requester_id": cls.other_agent.partner_id.id, "ci_ids": cls.shared.ids})
        )
        cls.message = cls.secret.message_post(body=f"{SECRET} is damp")
        cls.file = env["ir.attachment"].create(
            {"name": SECRET, "res_model": "service.desk.ci", "res_id": cls.secret.id, "datas": base64.b64encode(b"dry")}
        )
        # Who may export exports what he may read.
        may_export = cls.env.ref("base.group_allow_export")
        for user in (cls.agent, cls.manager, cls.keeper, cls.employee):
            user.group_ids += may_export
        cls.all = {
            "service.desk.ci": cls.secret,
            "service.desk.ci.relation": cls.relation,
            "service.desk.ci.redundancy": cls.secret.redundancy_ids,
            "service.desk.ci.baseline": cls.baseline,
            "service.desk.ci.baseline.line": cls.baseline.line_ids,
            "service.desk.ci.finding": cls.finding,
            "service.desk.affected": cls.incident.sudo().affected_ids,
            "mail.message": cls.message,
            "ir.attachment": cls.file,
        }

    @classmethod
    def relate(cls, source, target, kind=None, **values):
        """As whoever the records are with: nobody here keeps the items of both companies."""
        return source.env["service.desk.ci.relation"].create(
            {"source_id": source.id, "target_id": target.id, "type_id": (kind or cls.depends_on).id, **values}
        )

    def test_there_is_something_to_hide(self):
        """Those to whom it belongs read all of it, so that the tests below mean something."""
        for name, records in self.all.items():
            with self.subTest(model=name):
                self.assertTrue(records)
                self.assertTrue(records.with_user(self.other_agent).mapped("display_name"))
        self.assertEqual(self.incident.affected_ids.ci_id.name, SECRET)

    def test_nothing_is_read_by_its_id(self):
        """By read and by export."""
        for user in (self.agent, self.manager, self.keeper, self.employee, self.portal_a):
            for name, records in self.all.items():
                with self.subTest(user=user.login, model=name):
                    for work in (
                        lambda one: one.read(["display_name"]),
                        lambda one: one.export_data(["id", "display_name"]),
                        lambda one: one.web_read({"display_name": {}}),
                    ):
                        # Portal users export nothing at all, which Odoo says first.
                        with self.assertRaises(UserError):
                            work(records.with_user(user))

    def test_nothing_is_found(self):
        """By search, count, groups and names, of a role that may search at all."""
        for user in (self.agent, self.manager, self.keeper):
            for name, records in self.all.items():
                model = self.env[name].with_user(user)
                domain = [("id", "in", records.ids)]
                with self.subTest(user=user.login, model=name):
                    self.assertFalse(model.search_read(domain, ["display_name"]))
                    self.assertFalse(model.search_count(domain))
                    self.assertEqual(model.web_search_read(domain, {"display_name": {}})["length"], 0)
                    self.assertFalse(sum(row["__count"] for row in model.formatted_read_group(domain, [], ["__count"])))
                    self.assertFalse([one for one in model.name_search(SECRET) if one[0] in records.ids])

    def test_nothing_is_found_by_way_of_what_all_share(self):
        """Fields of the item that both know lead nowhere, nor do searches through them."""
        shared = self.shared.with_user(self.keeper)
        self.assertFalse(shared.target_relation_ids)
        items, relations = (
            self.env[name].with_user(self.keeper) for name in ("service.desk.ci", "service.desk.ci.relation")
        )
        for model, domain in (
            (items, [("target_relation_ids.source_id.name", "=", SECRET)]),
            (items, [("source_relation_ids.target_id", "=", self.shared.id)]),
            (items, [("attributes.hostname", "=", SECRET)]),
            (items, [("finding_ids.detail", "ilike", SECRET)]),
            (relations, [("target_id", "=", self.shared.id)]),
            (relations, [("source_id.attributes.hostname", "=", SECRET)]),
            (self.env["service.desk.affected"].with_user(self.keeper), [("ci_id", "=", self.secret.id)]),
            (self.env["service.desk.ci.baseline.line"].with_user(self.keeper), [("name", "=", SECRET)]),
        ):
            with self.subTest(domain=domain):
                self.assertFalse(model.search(domain))
        groups = items.formatted_read_group([], ["attributes.hostname"], ["__count"])
        self.assertNotIn(SECRET, str(groups))

    def test_failure_tells_numbers_alone(self):
        """By way of an item that all share, on the map and on a ticket of one's own company."""
        told = self.env["service.desk.ci.graph"].with_user(self.agent)
        for answer in (told.graph(self.shared.ids, "both"), told.simulate(self.shared.ids)):
            self.assertEqual(answer["unseen"], 1)
            self.assertNotIn(SECRET, str(answer))
            self.assertNotIn(f"i{self.secret.id}", str(answer))
        incident = self.make_incident(ci_ids=[(6, 0, self.shared.ids)])
        self.assertFalse(incident.sudo().affected_ids)

    def test_nothing_is_related_or_written_over_the_border(self):
        """A configuration manager of one company neither uses nor changes what another has."""
        mine = self.make_ci("Mine")
        for work in (
            lambda: self.relate(mine, self.secret.with_user(self.keeper)),
            lambda: mine.write({"location_id": self.secret.id}),
            lambda: self.shared.write({"location_id": self.secret.id}),
            lambda: self.relation.with_user(self.keeper).unlink(),
            lambda: self.relation.with_user(self.keeper).write({"note": "x"}),
            lambda: self.secret.with_user(self.keeper).unlink(),
            lambda: self.finding.with_user(self.keeper).action_accept("x"),
            lambda: self.baseline.with_user(self.keeper).action_compare(),
            lambda: self.baseline.with_user(self.keeper).action_open_lines(),
            lambda: self.make_incident(ci_ids=[(6, 0, self.secret.ids)]),
        ):
            with self.assertRaises(Exception) as refusal, self.env.cr.savepoint():
                work()
            self.assertIn(type(refusal.exception).__name__, ("AccessError", "UserError", "ValidationError"))

    def test_files_are_not_handed_out(self):
        """By their address: to a browser without a login, to requesters, to agents of another company."""
        self.other_agent.password = self.agent.password = "test_password"
        paths = (f"/web/content/{self.file.id}", f"/web/content/service.desk.ci/{self.secret.id}/note")
        for login in (None, self.agent.login, self.employee.login, self.portal_a.login):
            self.authenticate(login, login and (login if login not in (self.agent.login,) else "test_password"))
            for path in paths:
                with self.subTest(login=login, path=path):
                    self.assertIn(self.url_open(path).status_code, (403, 404))
        self.authenticate(self.other_agent.login, "test_password")
        self.assertEqual(self.url_open(paths[0]).content, b"dry")

    def test_no_public_method_serves_strangers(self):
        """Called on somebody else's records by a portal user or an employee, each one refuses."""
        self.samples = {name: records[:1] for name, records in self.all.items()}
        self.samples[self.incident._name] = self.incident.sudo()
        compare = self.env["service.desk.ci.compare.wizard"].create({"baseline_id": self.baseline.id})
        self.secret.name = "Attic"
        compare.action_compare()
        why = {"finding_ids": self.finding.ids, "reason": "x"}
        affected = self.env["service.desk.affected.wizard"].create({"ci_ids": self.secret.ids})
        for one in (compare, compare.line_ids[:1], self.env["service.desk.ci.accept.wizard"].create(why), affected):
            self.samples[one._name] = one
        self.assertGreater(self.call_everything("service_desk_cmdb", self.samples), 60)

    def models(self):
        """Those of which there is a record to call."""
        return (model for model in super().models() if model._name in self.samples or model._name in SETUP)
