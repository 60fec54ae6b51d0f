import inspect
from contextlib import suppress

from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.service.model import get_public_method
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .journey_case import JourneyCase

#: A word that stands in everything that must not be found.
SECRET = "Quillon"
#: What a verb is called with when its arguments have no defaults.
ARGUMENTS = {"reason": "Because", "answers": {}, "entitlement_id": 1, "verdict": "revoke", "ids": []}


def verbs(model):
    """Names of the verbs of our addons that a client may call on a model, and what they are."""
    for name, method in inspect.getmembers(type(model), inspect.isfunction):
        if not name.startswith("action_") or "service_desk" not in method.__module__:
            continue
        with suppress(AccessError):
            get_public_method(model, name)
            yield name, method


class RouteCase(JourneyCase, HttpCase):
    """A joiner whose journey nobody but HR and their manager may know of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.step_ids = [
            (0, 0, {"name": f"{SECRET} contract", "responsible": "hr"}),
            (0, 0, {"name": f"{SECRET} laptop", "kind": "hand_out", "team_id": cls.team_walled.id}),
            (0, 0, {"name": f"{SECRET} access", "kind": "access"}),
        ]
        cls.env["service.desk.access.package"].with_user(cls.access_manager).create(
            {"name": "All", "entitlement_ids": [(6, 0, cls.by_hand.ids)]}
        )
        cls.sister = cls.env["res.company"].create({"name": "Sister"})
        cls.hr_other = cls.make_user(
            "test_hr_other",
            "hr.group_hr_manager,base.group_user",
            company_id=cls.sister.id,
            company_ids=[(6, 0, cls.sister.ids)],
        )
        cls.peer = cls.make_user("test_peer", "base.group_user")
        peer = cls.env["hr.employee"].create({"name": "Petra Peer", "user_id": cls.peer.id})
        cls.make_employee("Paul Below", parent_id=peer.id, department_id=cls.support.id)
        cls.person = cls.make_employee(f"{SECRET} Quark", user_id=cls.employee.id)
        cls.journey_models = [
            cls.env[name] for name in sorted(cls.env.registry) if name.startswith("service.desk.journey")
        ]

        # Whoever exports is held back by nothing but what they may read.
        export = cls.env.ref("base.group_allow_export")
        for user in cls.outsiders():
            if not user.share:
                user.group_ids += export

    def setUp(self):
        super().setUp()
        self.journey = self.start(employee=self.person, reason=f"{SECRET} was hired")
        # What a template says is setup; what is said of the person is the secret.
        for number, step in enumerate(self.template.step_ids):
            step.name = f"Step {number}"

    @classmethod
    def outsiders(cls):
        """The desk with all of its roles, colleagues, the person, managers of others, other companies, customers."""
        desk = (cls.agent, cls.manager, cls.admin_user, cls.access_manager)
        return (*desk, cls.stranger, cls.employee, cls.peer, cls.hr_other, cls.portal_a)

    def of_journey(self, model):
        """The rows of a model that belong to the journey, with superuser rights; empty for the setup."""
        if model._name == "service.desk.journey":
            return self.journey.sudo()
        if "journey_id" in model._fields:
            return model.sudo().search([("journey_id", "=", self.journey.id)])
        return model.sudo().browse()

    def tables(self):
        """Models with rows of the journey, and these rows."""
        for model in self.journey_models:
            if not (model._abstract or model._transient) and (rows := self.of_journey(model)):
                yield model, rows


@tagged("post_install", "-at_install")
class TestJourneyRoutes(RouteCase):
    """By whatever door: what is not theirs does not exist for them."""

    def test_there_is_something_to_hide(self):
        """Journey, steps, access, history; else the other tests would prove nothing."""
        names = {model._name for model, _rows in self.tables()}
        self.assertLessEqual({f"service.desk.journey{part}" for part in ("", ".line", ".access", ".event")}, names)
        for model, rows in self.tables():
            self.assertTrue(rows.with_user(self.hr)._filtered_access("read"), model._name)

    def test_no_search_finds_it(self):
        """Searches, counts, groups, names, by fields of the person and by those of what hangs on it."""
        for user in self.outsiders():
            for model, rows in self.tables():
                mine = model.with_user(user)
                if not mine.has_access("read"):
                    continue
                with self.subTest(user=user.login, model=model._name):
                    domain = [("id", "in", rows.ids)]
                    self.assertFalse(mine.search(domain))
                    self.assertEqual(mine.search_count(domain), 0)
                    self.assertEqual(mine._read_group(domain, aggregates=["__count"]), [(0,)])
                    self.assertFalse(mine.web_search_read(domain, {"display_name": {}})["records"])
                    self.assertFalse(
                        mine.formatted_read_group(domain, ["company_id"] if "company_id" in mine._fields else ["kind"])
                    )
                    self.assertNotIn(SECRET, str(mine.name_search(SECRET, limit=None)))
                    self.assertFalse(mine.with_context(active_test=False).search(domain))

    def test_no_id_opens_it(self):
        """Reading, exporting, copying, writing and deleting by a guessed id."""
        for user in self.outsiders():
            for model, rows in self.tables():
                guessed = rows.with_user(user).with_context(active_test=False)
                with self.subTest(user=user.login, model=model._name):
                    for attempt in (
                        lambda rows=guessed: rows.read(["display_name"]),
                        lambda rows=guessed: rows.web_read({"display_name": {}}),
                        lambda rows=guessed: rows.export_data(["id", "display_name"]),
                        lambda rows=guessed: rows[:1].copy(),
                        lambda rows=guessed: rows.write({"create_date": "2020-01-01"}),
                        lambda rows=guessed: rows.unlink(),
                    ):
                        # Customers do not even export, which is no question of rights on rows.
                        with self.assertRaises(UserError if user.share else AccessError):
                            attempt()

    def test_no_verb_serves_them(self):
        """Every method that a client may call, with arguments that would do."""
        tried = 0
        for user in self.outsiders():
            for model, rows in self.tables():
                for name, method in verbs(model):
                    needed = [
                        one.name
                        for one in list(inspect.signature(method).parameters.values())[1:]
                        if one.default is one.empty and one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)
                    ]
                    arguments = {one: ARGUMENTS.get(one, "x") for one in needed}
                    for row in rows:
                        with self.subTest(user=user.login, model=model._name, verb=name):
                            self.refuses(getattr(row.with_user(user), name), **arguments)
                            tried += 1
        self.assertGreater(tried, 100)
        self.assertEqual(self.journey.sudo().state, "running")

    def refuses(self, verb, **arguments):
        """A verb refuses; at most it opens an empty dialog, which refuses then."""
        told = None
        with suppress(AccessError), self.env.cr.savepoint():
            told = verb(**arguments)
        if told is not None:
            self.assertEqual(told.get("target"), "new", told)
            self.assertNotIn(SECRET, str(told))

    def test_no_dialog_begins_with_it(self):
        """Dialogs opened on somebody else's journey, step or people, by their defaults and by hand."""
        dialogs = [model for model in self.journey_models if model._transient]
        self.assertTrue(dialogs)
        lines = self.journey.sudo().line_ids
        for user in self.outsiders():
            for dialog in dialogs:
                for records in (self.journey, lines, self.person, self.person.work_contact_id):
                    context = {
                        "active_model": records._name,
                        "active_ids": records.ids,
                        "active_id": records.ids[0],
                    }
                    mine = dialog.with_user(user).with_context(**context)
                    with (
                        self.subTest(user=user.login, dialog=dialog._name, on=records._name),
                        suppress(AccessError, UserError, MissingError),
                        self.env.cr.savepoint(),
                    ):
                        values = mine.default_get(list(dialog._fields))
                        self.assertNotIn(SECRET, str(values))
                        texts = (name for name, one in dialog._fields.items() if one.required and one.type == "char")
                        made = mine.create(dict.fromkeys(texts, "x"))
                        shown = [name for name, one in made._fields.items() if made._has_field_access(one, "read")]
                        self.assertNotIn(SECRET, str(made.read(shown)))

    @mute_logger("odoo.http")
    def test_no_report_prints_it(self):
        """Proof and whatever else is printed, by the address of the report."""
        reports = self.env["ir.actions.report"].search([("model", "like", "service.desk.journey%")])
        self.assertTrue(reports)
        for user in self.outsiders():
            user.password = user.login
            self.authenticate(user.login, user.login)
            for report in reports:
                with self.subTest(user=user.login, report=report.report_name):
                    page = self.url_open(f"/report/html/{report.report_name}/{self.journey.id}")
                    self.assertNotIn(SECRET, page.text)

    @mute_logger("odoo.http")
    def test_no_page_shows_it(self):
        """Managers' pages at a guessed number; addresses of files; the person sees their own page alone."""
        line = self.journey.sudo().line_ids[0]
        for user in self.outsiders():
            user.password = user.login
            self.authenticate(user.login, user.login)
            for url in (
                "/my/team",
                f"/my/team/{self.journey.id}",
                f"/my/team/{2**31}",
                f"/my/team/{2**70}",
                f"/web/content/service.desk.journey/{self.journey.id}/proof",
                f"/web/content?model=service.desk.journey.line&id={line.id}&field=note",
                f"/mail/view?model=service.desk.journey&res_id={self.journey.id}",
            ):
                with self.subTest(user=user.login, url=url):
                    self.assertNotIn(f"{SECRET} contract", self.url_open(url).text)
            csrf = http.Request.csrf_token(self)
            for url in (
                f"/my/team/{self.journey.id}/answers",
                f"/my/team/steps/{line.id}",
                f"/my/team/{self.journey.id}/access/{self.by_hand.id}",
                f"/my/journey/steps/{line.id}",
            ):
                with self.subTest(user=user.login, url=url):
                    answer = self.url_open(url, data={"csrf_token": csrf, "note": "x", "key": url, "verdict": "revoke"})
                    self.assertEqual(answer.status_code, 404)
        self.assertNotEqual(line.state, "done")

    def test_no_other_record_leads_to_it(self):
        """Fields of employees, contacts, tasks and access that point here tell nothing to whom it does not belong."""
        contact = self.person.work_contact_id
        task = self.line(self.journey, f"{SECRET} laptop").task_id
        access = self.line(self.journey, f"{SECRET} access").grant_ids
        for user in self.outsiders():
            for record in (self.person, contact, task, access):
                mine = record.sudo(False).with_user(user)
                if not mine._filtered_access("read"):
                    continue
                for name, field in mine._fields.items():
                    if not (field.relational and str(field.comodel_name).startswith("service.desk.journey")):
                        continue
                    with self.subTest(user=user.login, record=record._name, field=name):
                        try:
                            told = mine.read([name])[0][name]
                        except AccessError:
                            continue
                        self.assertNotIn("Quark", str(told))


@tagged("post_install", "-at_install")
class TestJourneyCompanies(RouteCase):
    """Companies side by side: templates, packages, HR, and people who change from one to the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_both = cls.make_user(
            "test_hr_both",
            "hr.group_hr_manager,base.group_user",
            company_ids=[(6, 0, (cls.env.company | cls.sister).ids)],
        )
        cls.access_manager.company_ids += cls.sister
        cls.by_sister = cls.make_entitlement("Sister's system")
        packages = cls.env["service.desk.access.package"].with_user(cls.access_manager)
        packages = packages.with_context(allowed_company_ids=cls.access_manager.company_ids.ids)
        cls.env["service.desk.access.package"].search([]).active = False
        cls.ours, cls.theirs = packages.create(
            [
                {"name": "Ours", "company_id": cls.env.company.id, "entitlement_ids": [(6, 0, cls.by_hand.ids)]},
                {"name": "Theirs", "company_id": cls.sister.id, "entitlement_ids": [(6, 0, cls.by_sister.ids)]},
            ]
        )
        cls.sister_template = cls.make_template(
            "mover",
            [{"name": "Back", "kind": "revoke"}, {"name": "New", "kind": "access"}],
            company_id=cls.sister.id,
        )

    def test_templates_and_packages_are_a_company_s_own(self):
        """Neither seen nor changed from the other one; nor does one become another's by its steps."""
        self.template.company_id = self.env.company
        user = self.hr_other
        for records in (self.template, self.template.step_ids, self.ours):
            seen = records.with_user(user).with_context(allowed_company_ids=self.sister.ids)
            self.assertFalse(seen._filtered_access("read"))
        with self.assertRaises(AccessError):
            self.template.step_ids.with_user(user).write({"name": "x"})
        with self.assertRaises(AccessError):
            self.env["service.desk.journey.step"].with_user(user).create({"template_id": self.template.id, "name": "x"})
        with self.assertRaises(AccessError):
            self.env["service.desk.journey.template"].with_user(user).create(
                {"name": "x", "company_id": self.env.company.id}
            )
        self.assertEqual(
            self.sister_template.with_user(self.hr_other)._filtered_access("read").id, self.sister_template.id
        )

    def test_each_company_s_hr_sees_its_journeys(self):
        """HR of both sees the companies that are chosen."""
        other = self.env["hr.employee"].create({"name": "Sid Sister", "company_id": self.sister.id})
        self.make_template("contractor", [{"responsible": "hr"}])
        theirs = self.start("contractor", other, user=self.hr_other)
        self.assertEqual(theirs.company_id, self.sister)
        journeys = self.env["service.desk.journey"]
        self.assertFalse(theirs.with_user(self.hr)._filtered_access("read"))
        self.assertFalse(self.journey.with_user(self.hr_other)._filtered_access("read"))
        both = self.journey | theirs.with_user(self.journey.env.user)
        for companies, seen in (
            (self.sister, theirs),
            (self.env.company, self.journey),
            (self.env.company | self.sister, both),
        ):
            found = (
                journeys.with_user(self.hr_both)
                .with_context(allowed_company_ids=companies.ids)
                .search([("id", "in", both.ids)])
            )
            self.assertEqual(set(found.ids), set(seen.ids))

    def test_who_changes_company_gets_what_the_new_one_brings(self):
        """The journey is the new company's; what came with the old one's role goes, its HR keeps what it did."""
        self.journey.action_move(fields.Date.today())
        self.line(self.journey, f"{SECRET} access").grant_ids.task_ids.action_done("Given")
        held = self.env["service.desk.access"].search([("partner_id", "in", self.journey.sudo()._contacts().ids)])
        self.assertEqual(held.mapped("state"), ["active"])
        self.employee.write({"company_ids": [(4, self.sister.id)]})
        self.person.write({"company_id": self.sister.id, "department_id": False, "parent_id": False})
        mover = self.start("mover", self.person, user=self.hr_other)
        self.assertEqual((mover.company_id, mover.template_id), (self.sister, self.sister_template))
        verdicts = {row.entitlement_id: row.verdict for row in mover.sudo().access_ids}
        self.assertEqual(verdicts, {self.by_hand: "revoke", self.by_sister: "grant"})
        self.assertFalse(mover.with_user(self.hr)._filtered_access("read"))
        self.assertTrue(self.journey.with_user(self.hr)._filtered_access("read"))
        self.assertFalse(self.journey.with_user(self.hr_other)._filtered_access("read"))
        line = self.line(mover, "New")
        self.assertEqual((line.problem, line.grant_ids.entitlement_id), (False, self.by_sister))
