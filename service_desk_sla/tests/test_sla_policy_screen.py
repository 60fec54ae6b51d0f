"""What the screens of policies tell those who keep them."""

from lxml import html

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestSlaPolicyScreen(ClockCase):
    def try_it(self, **values):
        """The dialog filled in: (policies shown in their order, the text)."""
        wizard = Form(self.env["service.desk.sla.try.wizard"].with_user(self.manager))
        for name, value in values.items():
            setattr(wizard, name, value)
        page = html.fromstring(str(wizard.result))
        shown = [int(node.get("data-policy")) for node in page.xpath("//div[@data-policy]")]
        return self.env["service.desk.sla.policy"].browse(shown).mapped("name"), page.text_content()

    def test_dialog_tells_which_policy_holds_and_why(self):
        """The one that names the most first, with its reason; the others below it."""
        service = self.env["service.desk.service"].create({"name": "Heating"})
        self.make_policy(480, name="General")
        self.make_policy(60, name="Heating", service_ids=service.ids)
        names, text = self.try_it(service_id=service)
        self.assertEqual(names, ["Heating", "General"])
        self.assertIn("It names: service.", " ".join(text.split()))
        self.assertIn("01:00", text)

    def test_dialog_agrees_with_what_tickets_get(self):
        """It is the same choice that starts clocks."""
        self.make_policy(480, name="General", sequence=5)
        self.make_policy(60, name="Second", sequence=9)
        names, _text = self.try_it(priority="3")
        self.assertEqual(self.clock(self.make_incident()).policy_name, names[0])

    def test_dialog_says_what_is_missing(self):
        """Without a policy, a team or a supplier there is a sentence, not an empty page."""
        names, text = self.try_it()
        self.assertFalse(names)
        for sentence in ("No policy fits: the requester", "Choose a team", "Choose the supplier"):
            self.assertIn(sentence, text)

    def test_supplier_and_team_are_tried_too(self):
        """Their promises stand below the desk's."""
        supplier = self.env["res.partner"].create({"name": "Lines Ltd", "is_company": True})
        self.make_policy(60, name="Team", kind="ola")
        self.make_policy(60, name="Lines", kind="uc", supplier_ids=supplier.ids)
        self.assertEqual(self.try_it(team_id=self.team_two, supplier_id=supplier)[0], ["Team", "Lines"])

    def test_calendar_without_hours_is_warned_of(self):
        """A clock by it would never fall due."""
        empty = self.env["resource.calendar"].create(
            {"name": "Closed", "attendance_ids": False, "company_id": False}
        )
        policy = self.make_policy(60, calendar_source="own", resource_calendar_id=empty.id)
        self.assertIn("Closed has no working time", policy.warnings)
        policy.calendar_source = "company"
        self.assertFalse(policy.warnings)
        self.team_one.resource_calendar_id = empty
        policy.write({"calendar_source": "team", "team_ids": self.team_one.ids})
        self.assertIn("Closed has no working time", policy.warnings)

    def test_policy_that_promises_nothing_is_warned_of(self):
        """No targets, an end that has passed, no chosen reason, a contract that is a draft."""
        policy = self.make_policy(60)
        policy.target_ids.unlink()
        self.assertIn("promises nothing yet", policy.warnings)
        policy.write({"date_to": "2026-03-01 00:00:00", "pause_rule": "chosen"})
        self.assertIn("has ended", policy.warnings)
        self.assertIn("never stand still", policy.warnings)
        contract = self.env["service.desk.contract"].create(
            {"name": "Draft", "kind": "customer", "partner_id": self.employee.commercial_partner_id.id}
        )
        policy.write({"company_id": contract.company_id.id, "contract_id": contract.id})
        self.assertIn("is not in force", policy.warnings)

    def test_form_of_a_contracts_policy_follows_the_contract(self):
        """Kind and company are the contract's: a supplier's contract says what the supplier promises."""
        contract = self.env["service.desk.contract"].create(
            {"name": "Lines", "kind": "supplier", "partner_id": self.env["res.partner"].create({"name": "L"}).id}
        )
        form = Form(self.env["service.desk.sla.policy"].with_user(self.manager))
        form.name = "Lines"
        form.contract_id = contract
        policy = form.save()
        self.assertEqual((policy.kind, policy.company_id), ("uc", contract.company_id))
        self.assertEqual(contract.with_user(self.manager).policy_ids, policy)

    def offered(self, user, name):
        """What the browser offers this user for a field of a new policy."""
        policies = self.env["service.desk.sla.policy"].with_user(user)
        company = policies.default_get(["company_id"]).get("company_id", False)
        domain = policies.fields_get([name], ["domain"])[name]["domain"]
        comodel = self.env[policies._fields[name].comodel_name].with_user(user)
        return comodel.search(safe_eval(domain, {"company_id": company}))

    def test_manager_of_one_company_is_offered_what_is_its_own(self):
        """Without ever seeing a company: calendars, teams and contracts. With two, it is left to them."""
        self.assertIn(self.office, self.offered(self.manager, "resource_calendar_id"))
        contract = self.env["service.desk.contract"].create(
            {"name": "Lines", "kind": "supplier", "partner_id": self.env["res.partner"].create({"name": "L"}).id}
        )
        self.assertIn(contract, self.offered(self.manager, "contract_id"))
        other, _agent = self.make_company()
        self.manager.company_ids |= other
        self.assertFalse(self.env["service.desk.sla.policy"].with_user(self.manager).new().company_id)

    def test_policy_of_a_contract_is_its_companys(self):
        """Also over RPC by somebody who works for two, and says nothing of a company."""
        other, _agent = self.make_company()
        self.manager.company_ids |= other
        contract = self.env["service.desk.contract"].create(
            {"name": "Lines", "kind": "supplier", "partner_id": self.env["res.partner"].create({"name": "L"}).id}
        )
        policies = self.env["service.desk.sla.policy"].with_user(self.manager)
        policy = policies.create({"name": "Lines", "kind": "uc", "contract_id": contract.id})
        self.assertEqual(policy.company_id, contract.company_id)

    def test_targets_are_told_in_short(self):
        """As a contract's page shows them."""
        policy = self.make_policy(
            targets=[("response", "any", 15), ("resolution", "1", 240), ("resolution", "any", 1440)]
        )
        told = policy.target_summary.split(", ")
        self.assertEqual(sorted(told), ["Resolution 4:00 – 24:00", "Response 0:15"])

    def test_policy_entered_with_targets_is_its_first_version(self):
        """Saving a new form is no change of what it promises."""
        policy = self.enter_policy()
        self.assertEqual(policy.version, 1)

    def test_one_edit_of_targets_is_one_version(self):
        """However many of them are changed and added at once."""
        policy = self.enter_policy()
        with Form(policy) as form:
            with form.target_ids.edit(0) as target:
                target.hours = 3
            with form.target_ids.new() as target:
                target.metric = "response"
                target.hours = 1
        self.assertEqual(policy.version, 2)

    def enter_policy(self):
        """A policy with one target, entered in the form."""
        form = Form(self.env["service.desk.sla.policy"].with_user(self.manager))
        form.name = "Gold"
        with form.target_ids.new() as target:
            target.hours = 2
        return form.save()

    def test_contract_without_a_name_is_warned_of_in_words(self):
        """While a contract is written its policies speak of it, not of False."""
        policy = self.env["service.desk.sla.policy"].new(
            {"contract_id": self.env["service.desk.contract"].new({"kind": "customer"})}
        )
        self.assertNotIn("False", policy.warnings)
        self.assertIn("is not in force", policy.warnings)

    def test_level_that_does_nothing_is_warned_of(self):
        """Who forgets to say who hears of it learns so before a promise is broken."""
        policy = self.make_policy(60, level_ids=[(0, 0, {"percent": 80})])
        self.assertIn("The escalation at 80 % tells nobody", policy.warnings)
        policy.level_ids.notify_leader = True
        self.assertFalse(policy.warnings)

    def test_policy_of_a_contract_is_tried_for_its_customer(self):
        """The dialog begins with a ticket that the policy is for."""
        contract = self.env["service.desk.contract"].create(
            {"name": "Care", "kind": "customer", "partner_id": self.employee.commercial_partner_id.id}
        )
        policy = self.make_policy(60, company_id=contract.company_id.id, contract_id=contract.id)
        context = policy.action_open_try()["context"]
        self.assertEqual(context["default_customer_id"], contract.partner_id.id)
        self.assertNotIn("default_supplier_id", context)
