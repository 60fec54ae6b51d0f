"""Teams, categories, reasons and the like: what admins can get wrong, and what is installed."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestSetupWords(ServiceDeskCase):
    def test_circle_of_escalation_is_refused(self):
        """Teams cannot escalate to each other in a circle."""
        with self.assertRaisesRegex(ValidationError, "circle"):
            self.team_two.escalation_team_id = self.team_one

    def test_circle_of_categories_is_refused(self):
        """A category cannot stand below itself."""
        top = self.env["service.desk.category"].create({"name": "Top"})
        low = self.env["service.desk.category"].create({"name": "Low", "parent_id": top.id})
        with self.assertRaises(UserError):
            top.parent_id = low

    def test_category_tells_its_whole_path(self):
        """The label is the path, and follows a renamed parent."""
        top = self.env["service.desk.category"].create({"name": "Top"})
        low = self.env["service.desk.category"].create({"name": "Low", "parent_id": top.id})
        top.name = "Summit"
        self.assertEqual(low.display_name, "Summit / Low")

    def test_leader_becomes_a_member(self):
        """A leader outside the team would stand outside its wall."""
        self.team_walled.leader_id = self.agent_two
        self.assertIn(self.agent_two, self.team_walled.member_ids)

    def test_same_cell_twice_is_refused(self):
        """Impact and urgency give one priority, not two."""
        values = {"impact": "1", "urgency": "1", "priority": "5"}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["service.desk.priority.matrix"].create(values)

    def test_negative_days_and_minutes_are_refused(self):
        """Nothing happens after minus two days, and nobody works minus five minutes or two days."""
        incident = self.make_incident()
        Worklog = self.env["service.desk.worklog"]
        for call in (
            lambda: self.reason.write({"remind_after_days": -2}),
            lambda: self.env.company.write({"service_desk_reopen_days": -1}),
            lambda: Worklog.create({"incident_id": incident.id, "minutes": -5, "name": "x"}),
            lambda: Worklog.create({"incident_id": incident.id, "minutes": 2000, "name": "x"}),
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                call()
                self.env.flush_all()

    def test_line_of_no_ticket_is_refused(self):
        """Work belongs to one ticket: not to none and not to two."""
        Worklog = self.env["service.desk.worklog"]
        both = {"incident_id": self.make_incident().id, "request_id": self.make_request().id}
        for place in ({}, both):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                Worklog.create({"minutes": 5, "name": "x", **place})

    def test_what_tickets_refer_to_cannot_be_deleted(self):
        """Deleting a team, reason or category in use is refused; archiving is the way."""
        category = self.env["service.desk.category"].create({"name": "x"})
        incident = self.make_incident(team_id=self.team_two.id, category_id=category.id)
        incident.write({"state": "pending", "pending_reason_id": self.reason.id})
        for record in (self.team_two, self.reason, category):
            with self.subTest(record=record), self.assertRaisesRegex(UserError, "Archive it"):
                record.unlink()
        self.team_walled.unlink()

    def test_tickets_of_an_archived_team_stay_visible(self):
        """Archiving a team hides none of its tickets from those who saw them."""
        incident = self.make_incident(self.agent_two, team_id=self.team_two.id)
        self.team_two.active = False
        self.assertIn(incident, incident.with_user(self.agent_two).search([]))
        self.assertIn(incident, incident.with_user(self.agent).search([]))

    def test_archived_team_gets_no_new_tickets(self):
        """Routing passes over an archived team."""
        service = self.env["service.desk.service"].create({"name": "VPN", "team_id": self.team_two.id})
        self.team_two.active = False
        self.assertEqual(self.make_incident(service_id=service.id).team_id, self.team_one)

    def test_team_counts_its_open_work(self):
        """Open and unassigned tickets of both processes, for the team's card."""
        self.make_request(team_id=self.team_two.id, user_id=self.agent_two.id)
        self.make_incident(team_id=self.team_two.id)
        self.assertEqual((self.team_two.open_count, self.team_two.unassigned_count), (2, 1))

    def test_useful_words_are_installed(self):
        """A fresh desk has a team, a service, categories, reasons, codes and a whole matrix."""
        for model, least in {
            "service.desk.team": 1,
            "service.desk.service": 1,
            "service.desk.category": 10,
            "service.desk.pending.reason": 4,
            "service.desk.resolution.code": 8,
            "service.desk.priority.matrix": 9,
        }.items():
            with self.subTest(model=model):
                self.assertGreaterEqual(self.env[model].search_count([]), least)
