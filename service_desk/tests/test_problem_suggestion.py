"""Incidents that look as if one thing lay behind them."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .problem_case import ProblemCase


@tagged("post_install", "-at_install")
class TestProblemSuggestion(ProblemCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.desk.incident"].search([]).sudo().date_opened = "2020-01-01"
        for number in range(12):
            cls.make_incident(name=f"Trouble{number} of kind{number} with thing{number}")

    def look(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.problem.suggestion"]._cron_suggest()
        self.env.invalidate_all()
        return self.env["service.desk.problem.suggestion"].with_user(self.agent).search([("state", "=", "open")])

    def test_like_incidents_are_suggested(self):
        """With what they share, how many, and of how many people."""
        self.make_incidents(4)
        suggestion = self.look()
        self.assertEqual((suggestion.incident_count, suggestion.affected_count), (4, 3))
        self.assertIn("password", suggestion.name)
        self.assertEqual(self.look(), suggestion)

    def test_one_click_makes_the_problem(self):
        """With its incidents; nobody makes it twice, and it is suggested no more."""
        incidents = self.make_incidents(4)
        suggestion = self.look()
        action = suggestion.action_create_problem()
        problem = self.env["service.desk.problem"].browse(action["res_id"])
        self.assertEqual(incidents.problem_id, problem)
        self.assertEqual((suggestion.state, suggestion.problem_id), ("done", problem))
        with self.assertRaisesRegex(UserError, "decided"):
            suggestion.action_create_problem()
        self.assertFalse(self.look())

    def test_dismissed_stays_dismissed(self):
        """Also when more of them come, until somebody wants it back."""
        self.make_incidents(4)
        suggestion = self.look()
        suggestion.action_dismiss()
        self.make_incidents(2)
        self.assertFalse(self.look())
        self.assertEqual(suggestion.incident_count, 6)
        suggestion.action_restore()
        self.assertEqual(self.look(), suggestion)

    def test_what_has_a_problem_or_is_old_is_no_news(self):
        """Neither what was linked meanwhile nor what lies months back."""
        incidents = self.make_incidents(4)
        self.assertTrue(self.look())
        incidents[:2].problem_id = self.make_problem()
        self.assertFalse(self.look())
        old = self.make_incidents(4, name="Printer prints nothing but zebras")
        self.move_back(old, date_opened=timedelta(days=90))
        self.assertFalse(self.look())

    def test_walls_are_not_mixed(self):
        """Confidential ones are in none; a restricted team's are for that team alone."""
        incidents = self.make_incidents(4)
        incidents[3].is_confidential = True
        walled = self.make_incidents(3)
        walled.sudo().write({"team_id": self.team_walled.id})
        mine = self.look()
        self.assertEqual(mine.incident_count, 3)
        theirs = (
            self.env["service.desk.problem.suggestion"]
            .with_user(self.agent_walled)
            .search([("team_id", "=", self.team_walled.id)])
        )
        self.assertEqual(theirs.incident_count, 3)
        self.assertFalse(theirs.with_user(self.agent).search([("id", "=", theirs.id)]))
        for attempt in (
            theirs.with_user(self.agent).action_create_problem,
            theirs.with_user(self.agent).action_dismiss,
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_problem_of_a_walled_suggestion_stays_behind_the_wall(self):
        """It repeats what one of its incidents says."""
        walled = self.make_incidents(3, description="<p>Secret</p>")
        walled.sudo().write({"team_id": self.team_walled.id})
        self.look()
        theirs = self.env["service.desk.problem.suggestion"].search([("team_id", "=", self.team_walled.id)])
        theirs.with_user(self.agent_walled).action_create_problem()
        problem = walled.sudo().problem_id
        self.assertEqual(problem.team_id, self.team_walled)
        self.assertFalse(problem.with_user(self.agent).has_access("read"))

    def test_words_do_not_cross_walls_with_their_incidents(self):
        """A restricted team's suggestion stays theirs when one of its incidents becomes everybody's."""
        walled = self.make_incidents(4)
        walled.sudo().team_id = self.team_walled
        self.look()
        theirs = walled.sudo().suggestion_ids
        walled[0].sudo().team_id = self.team_one
        self.make_incidents(3)
        mine = self.look()
        self.assertEqual(theirs.team_id, self.team_walled)
        self.assertEqual(theirs.incident_ids, walled[1:])
        self.assertFalse(mine.team_id)
        self.assertFalse(mine.sudo().incident_ids & walled[1:])
        self.assertIn(walled[0], mine.sudo().incident_ids)

    def test_new_trouble_is_not_swallowed_by_what_was_dismissed(self):
        """Most of what is dismissed must be in it; one old incident among many new ones decides nothing."""
        old = self.make_incidents(4)
        self.look().action_dismiss()
        old[1:].write({"state": "cancelled", "resolution": "<p>x</p>"})
        fresh = self.make_incidents(5)
        suggestion = self.look()
        self.assertEqual(suggestion.sudo().incident_ids, fresh | old[0])

    def test_company_that_cannot_be_looked_at_stops_no_other(self):
        """It is tried again with the next run."""
        company, _other = self.make_company()
        suggestions = type(self.env["service.desk.problem.suggestion"])
        suggest = suggestions._suggest
        self.make_incidents(4)

        def fails(model, one):
            if one == company:
                raise ValueError("no")
            return suggest(model, one)

        company.sequence = -1
        log = "odoo.addons.service_desk.models.service_desk_problem_suggestion"
        with patch.object(suggestions, "_suggest", fails), self.assertLogs(log, "ERROR"):
            self.assertTrue(self.look())

    def test_walled_later_is_counted_no_more(self):
        """Figures follow the reader's rights of today."""
        incidents = self.make_incidents(4)
        suggestion = self.look()
        incidents[0].sudo().write({"is_confidential": True, "team_id": self.team_walled.id})
        self.env.invalidate_all()
        self.assertEqual(suggestion.incident_count, 3)

    def test_companies_are_not_mixed(self):
        """Each has its own."""
        _company, other = self.make_company()
        self.make_incidents(2)
        self.make_incidents(2, user=other, requester_id=other.partner_id.id)
        self.assertFalse(self.look())

    def test_strangers_decide_nothing(self):
        """Employees and customers have no business here."""
        self.make_incidents(4)
        suggestion = self.look()
        for user in (self.employee, self.portal_a):
            for verb in ("action_create_problem", "action_dismiss", "action_restore"):
                with self.assertRaises(AccessError):
                    getattr(suggestion.with_user(user), verb)()
        with self.assertRaises(AccessError):
            suggestion.with_user(self.agent).write({"state": "dismissed"})
