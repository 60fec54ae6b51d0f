from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestAlertWindow(EventCase):
    """Alerts in maintenance windows of the change calendar are expected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.desk.maintenance.window"].search([]).action_archive()
        cls.planner = cls.make_user("test_planner", "service_desk.group_change_manager")
        services = cls.env["service.desk.service"]
        cls.mail, cls.web = services.create([{"name": "Mail test"}, {"name": "Web test"}])
        cls.now = cls.env.cr.now()

    def open_window(self, days=0, **values):
        """A window that opens once, the day before so many days from now, and is open for three days."""
        return (
            self.env["service.desk.maintenance.window"]
            .with_user(self.planner)
            .create(
                {
                    "name": "Patch night",
                    "recurrence": "once",
                    "date_first": (self.now + timedelta(days=days - 1)).date(),
                    "hour_from": 0,
                    "hour_to": 24,
                    "days_later": 2,
                    "tz": "UTC",
                    "service_ids": [Command.set(self.mail.ids)],
                    **values,
                }
            )
        )

    def serve(self, name, *services):
        return self.make_ci(name, service_ids=[Command.set([one.id for one in services])])

    def state(self, name):
        alert = self.alert(name)
        return alert.state, bool(alert.incident_id)

    def test_alert_in_window_is_quiet_until_it_closes(self):
        """It says why, is planned down time, and opens its incident when it still fires then."""
        window = self.open_window()
        self.serve("mx1", self.mail)
        self.send(self.fire("mx1"))
        alert = self.alert("mx1")
        self.assertEqual(self.state("mx1"), ("suppressed", False))
        self.assertIn("Patch night", alert.with_user(self.agent).suppressed_by)
        self.let_pass(minutes=6)
        self.work()
        self.assertEqual(self.state("mx1"), ("suppressed", False))
        window.date_first = (self.now - timedelta(days=9)).date()
        self.let_pass(minutes=6)
        self.work()
        self.assertEqual(self.state("mx1"), ("firing", True))
        self.assertFalse(alert.suppressed_by)

    def test_it_is_looked_at_again_when_the_window_closes(self):
        """Not only minutes later."""
        closes = (self.now + timedelta(minutes=3)).replace(second=0, microsecond=0)
        self.open_window(
            date_first=(closes - timedelta(days=1)).date(),
            days_later=1,
            hour_to=closes.hour + closes.minute / 60,
        )
        self.serve("mx1", self.mail)
        self.send(self.fire("mx1"))
        self.assertEqual(self.state("mx1"), ("suppressed", False))
        self.assertEqual(self.alert("mx1").date_next, closes)

    def test_alert_that_ends_in_window_opens_nothing(self):
        """Who patched it has put it back."""
        self.open_window()
        self.serve("mx1", self.mail)
        self.send(self.fire("mx1"), self.calm("mx1"))
        self.let_pass(minutes=6)
        self.work()
        self.assertEqual(self.state("mx1"), ("resolved", False))

    def test_before_and_after_it_is_heard(self):
        """Windows that open later, or have closed, explain nothing."""
        self.open_window(days=4)
        self.open_window(days=-4)
        self.serve("mx1", self.mail)
        self.send(self.fire("mx1"))
        self.assertEqual(self.state("mx1"), ("firing", True))

    def test_other_service_is_heard(self):
        """Also of what serves two, of which one should run."""
        self.open_window()
        self.serve("www1", self.web)
        self.serve("both1", self.mail, self.web)
        self.send(self.fire("www1"), self.fire("both1"))
        self.assertEqual(self.state("www1"), ("firing", True))
        self.assertEqual(self.state("both1"), ("firing", True))

    def test_other_company_keeps_nothing_quiet(self):
        """A window of all companies does."""
        other = self.make_company()[0]
        theirs = self.env["service.desk.maintenance.window"].create(
            {
                "name": "Theirs",
                "company_id": other.id,
                "recurrence": "once",
                "date_first": (self.now - timedelta(days=1)).date(),
                "hour_from": 0,
                "hour_to": 24,
                "days_later": 2,
                "tz": "UTC",
                "is_quiet": True,
            }
        )
        self.mail.company_id = False
        theirs.service_ids = self.mail
        self.serve("mx1", self.mail)
        self.serve("mx2", self.mail)
        self.send(self.fire("mx1"))
        self.assertEqual(self.state("mx1"), ("firing", True))
        theirs.company_id = False
        self.send(self.fire("mx2"))
        self.assertEqual(self.state("mx2"), ("suppressed", False))

    def test_what_relies_on_it_is_expected(self):
        """As what relies on something in a change."""
        self.open_window()
        store, www = self.serve("store", self.mail), self.serve("www1", self.web)
        self.relate(www, store)
        self.send(self.fire("www1"))
        self.assertEqual(self.state("www1"), ("suppressed", False))

    def test_what_serves_only_through_others_is_in_their_windows(self):
        """A host names no service: it serves those of its machines."""
        self.open_window()
        host, shared = self.make_ci("host"), self.make_ci("shared")
        mx, www = self.serve("mx1", self.mail), self.serve("www1", self.web)
        self.relate(mx, host, self.runs_on)
        self.relate(mx, shared, self.runs_on)
        self.relate(www, shared, self.runs_on)
        self.send(self.fire("host"), self.fire("shared"))
        self.assertEqual(self.state("host"), ("suppressed", False))
        self.assertEqual(self.state("shared"), ("firing", True))

    def test_alert_without_item_is_in_the_window_of_its_source(self):
        """The service of the source counts where no item is known."""
        self.open_window()
        self.source.service_id = self.mail
        self.send(self.fire("unknown"))
        self.assertEqual(self.state("unknown"), ("suppressed", False))

    def test_window_that_keeps_nothing_quiet(self):
        """It only says when changes are welcome; one without services does so unless somebody ticks it."""
        self.open_window(is_quiet=False)
        general = self.open_window(service_ids=False)
        self.assertFalse(general.is_quiet)
        self.serve("mx1", self.mail)
        self.serve("www1", self.web)
        self.send(self.fire("mx1"), self.fire("www1"))
        self.assertEqual((self.state("mx1"), self.state("www1")), (("firing", True), ("firing", True)))

    def test_general_window_is_for_what_has_none_of_its_own(self):
        """Mail has one, which is closed."""
        self.open_window(days=4)
        self.open_window(service_ids=False, is_quiet=True)
        self.serve("mx1", self.mail)
        self.serve("www1", self.web)
        self.send(self.fire("mx1"), self.fire("www1"))
        self.assertEqual((self.state("mx1"), self.state("www1")), (("firing", True), ("suppressed", False)))

    def test_window_without_services_is_for_its_own_company(self):
        """Whoever plans for one company silences no other; a window of all companies silences none."""
        other = self.make_company()[0]
        theirs = self.env["service.desk.event.source"].create({"name": "Theirs", "company_id": other.id})
        self.rule.sudo().company_id = False
        window = self.open_window(service_ids=False, is_quiet=True)
        self.send(self.fire("ours1"))
        self.send(self.fire("theirs1"), source=theirs)
        self.assertEqual(self.alert("theirs1").company_id, other)
        self.assertEqual((self.state("ours1"), self.state("theirs1")), (("suppressed", False), ("firing", True)))
        window.company_id = False
        self.send(self.fire("ours2"))
        self.send(self.fire("theirs2"), source=theirs)
        self.assertEqual((self.state("ours2"), self.state("theirs2")), (("firing", True), ("firing", True)))

    def test_window_of_a_team_keeps_nothing_quiet(self):
        """It says when people work."""
        self.open_window(service_ids=False, is_quiet=True, team_ids=[Command.set(self.team_one.ids)])
        self.make_ci("mx1")
        self.send(self.fire("mx1"))
        self.assertEqual(self.state("mx1"), ("firing", True))

    def test_incident_that_is_there_stays(self):
        """What failed before the window opened is worked on."""
        self.serve("mx1", self.mail)
        self.send(self.fire("mx1"))
        self.open_window()
        self.alert("mx1").date_next = self.now
        self.work()
        self.assertEqual(self.state("mx1"), ("firing", True))
