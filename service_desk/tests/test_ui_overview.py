"""The overview in a real browser, on a desktop and on a phone."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .overview_case import OverviewCase


class OverviewStory(OverviewCase, HttpCase):
    """Something is open, late and old; something was resolved in either team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = cls.env.cr.now()
        cls.make_past(state="new", date_opened=now, date_due=now - timedelta(minutes=5))
        cls.make_past(state="in_progress", date_opened=now - timedelta(days=40), user_id=cls.agent.id)
        cls.make_past(state="new", date_opened=now, team_id=cls.team_b.id)
        for team in (cls.team_a, cls.team_b):
            cls.make_past(
                team_id=team.id,
                state="resolved",
                date_opened=now - timedelta(days=45),
                date_resolved=now - timedelta(days=44),
            )


@tagged("post_install", "-at_install")
class TestUiOverview(OverviewStory):
    def test_agent_goes_from_numbers_to_tickets(self):
        """By click, by a bar of a chart, by the keyboard."""
        self.start_tour("/odoo", "service_desk_overview_agent", login=self.agent.login)

    def test_leader_chooses_and_goes_onto_the_wall(self):
        """Period and team, remembered; the wall board and back."""
        self.start_tour("/odoo", "service_desk_overview_leader", login=self.manager.login)


@tagged("post_install", "-at_install")
class TestUiOverviewPhone(OverviewStory):
    browser_size = "390x844"
    touch_enabled = True

    def test_agent_goes_from_numbers_to_tickets_on_a_phone(self):
        """The same story in the width of a hand."""
        self.start_tour("/odoo", "service_desk_overview_agent", login=self.agent.login)
