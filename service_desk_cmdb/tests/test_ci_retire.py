"""People who take out of use what others rely on are told what that does, and asked."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .ci_case import CiCase


class RetireCase(CiCase):
    """A storage on two power supplies, and what runs on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nas, cls.one, cls.two = cls.make_ci("nas"), cls.make_ci("UPS A"), cls.make_ci("UPS B")
        cls.nas.redundancy_ids = [Command.create({"type_id": cls.depends_on.id, "need": "count", "need_value": 1})]
        for item in (cls.one, cls.two):
            cls.relate(cls.nas, item)


@tagged("post_install", "-at_install")
class TestCiRetire(RetireCase):
    def ask(self, item, state="retired"):
        """The dialog that a keeper sees, as it is opened."""
        action = item.action_take_out(state)
        self.assertEqual(action["res_model"], "service.desk.ci.retire.wizard")
        return self.env[action["res_model"]].with_user(self.keeper).with_context(**action["context"]).create({})

    def test_what_is_weakened_is_told_and_nothing_done(self):
        """Before the answer; then it is done."""
        dialog = self.ask(self.one)
        self.assertIn("<b>nas</b> is weakened", dialog.told)
        self.assertEqual(self.one.state, "in_use")
        dialog.action_confirm()
        self.assertEqual(self.one.state, "retired")

    def test_what_fails_is_told_with_services_and_people(self):
        """An application, its service, and those who use them."""
        service = self.env["service.desk.service"].create({"name": "Orders"})
        user = self.employee.partner_id
        app = self.make_ci(
            "ERP", self.application, service_ids=[Command.set(service.ids)], user_partner_id=user.id
        )
        self.relate(app, self.nas, self.runs_on)
        told = self.ask(self.nas, "disposed").told
        self.assertIn("<b>ERP</b> fails: runs on nas", told)
        self.assertIn("<b>Orders</b> fails", told)
        self.assertIn("People who use what fails: 1", told)

    def test_nothing_is_asked_without_need(self):
        """Nothing relies on it, or not any more."""
        self.nas.action_take_out("retired")
        self.one.action_take_out("retired")
        self.two.action_take_out("disposed")
        self.assertEqual((self.nas | self.one | self.two).mapped("state"), ["retired", "retired", "disposed"])

    def test_programs_are_not_asked(self):
        """They write the state as ever."""
        self.one.write({"state": "retired"})
        self.assertEqual(self.one.state, "retired")

    def test_open_tickets_about_it_are_counted(self):
        """Those that the user may read, and not those of another team or about something else."""
        self.make_incident(ci_ids=[Command.set(self.one.ids)])
        self.make_incident(ci_ids=[Command.set(self.nas.ids)])
        self.make_incident(
            self.agent_walled, team_id=self.team_walled.id, ci_ids=[Command.set(self.one.ids)]
        )
        self.assertIn("Open tickets about it: 1", self.ask(self.one).told)
        self.assertNotIn("Open tickets", self.ask(self.two).told)

    def test_what_may_not_be_seen_is_counted(self):
        """A shared host carries something of another company: that is a reason to ask, and no name."""
        company, _agent = self.make_company()
        shared = self.make_ci("Shared", company_id=False)
        theirs = self.env["service.desk.ci"].create(
            {"name": "Secret", "class_id": self.server.id, "state": "in_use", "company_id": company.id}
        )
        self.env["service.desk.ci.relation"].create(
            {"source_id": theirs.id, "target_id": shared.id, "type_id": self.depends_on.id}
        )
        told = self.ask(shared).told
        self.assertIn("1 that you may not see", told)
        self.assertNotIn("Secret", told)

    def test_only_keepers_and_only_out_of_use(self):
        """Others are refused before they are asked; so is what the life of an item does not allow."""
        with self.assertRaises(AccessError):
            self.one.with_user(self.agent).action_take_out("retired")
        with self.assertRaises(UserError):
            self.one.action_take_out("missing")
        self.one.state = "disposed"
        with self.assertRaises(UserError):
            self.one.action_take_out("retired")

    def test_asking_costs_the_same_for_many(self):
        """Twenty that rely on it are no more queries than five."""
        counts = []
        for number in (5, 15):
            for one in self.items.create([{"name": f"VM {n}", "class_id": self.server.id} for n in range(number)]):
                one.state = "in_use"
                self.relate(one, self.nas)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertIn("VM 1", self.ask(self.nas).told)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])


@tagged("post_install", "-at_install")
class TestUiRetire(RetireCase, HttpCase):
    def test_the_status_bar_asks(self):
        """A click on Retired tells first; what nothing relies on is retired at once."""
        self.start_tour(f"/odoo/service.desk.ci/{self.one.id}", "service_desk_cmdb_retire", login=self.keeper.login)
        alone = self.make_ci("Alone")
        self.start_tour(
            f"/odoo/service.desk.ci/{alone.id}", "service_desk_cmdb_retire_alone", login=self.keeper.login
        )
        self.env.invalidate_all()
        self.assertEqual((self.one | alone).mapped("state"), ["retired", "retired"])
