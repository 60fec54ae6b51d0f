"""The history of another desk gets its clocks, which say what that desk's own clocks said."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from odoo.addons.service_desk.tests.import_case import LOG_COLUMNS, LOG_DEFAULTS, ImportCase

OPENED = datetime(2016, 2, 1, 8, 0)
#: By priority, in hours around the clock, from opening to resolution, whatever it waited for.
LIMITS = {"1": 5, "2": 12, "any": 90}
#: number, priority, hours until it was resolved, hours it waited of these, what the other tool said
LIVES = [
    ("INC0900001", "1 - Critical", 4.9, 0, "TRUE"),
    ("INC0900002", "1 - Critical", 5.1, 0, "FALSE"),
    ("INC0900003", "2 - High", 12, 0, "TRUE"),
    ("INC0900004", "2 - High", 40, 36, "FALSE"),
    ("INC0900005", "3 - Moderate", 89.5, 0, "TRUE"),
    ("INC0900006", "3 - Moderate", 91, 24, "FALSE"),
    ("INC0900007", "4 - Low", 0.5, 0, "TRUE"),
    ("INC0900008", "4 - Low", 2000, 0, "FALSE"),
]


@tagged("post_install", "-at_install")
class TestClockLog(ImportCase):
    """A made-up event log in the format of a ServiceNow instance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.desk.sla.policy"].search([]).active = False
        cls.policy = cls.env["service.desk.sla.policy"].create(
            {
                "name": "As the other desk promised",
                "process": "service.desk.incident",
                "date_from": False,
                "calendar_source": "always",
                "pause_rule": "never",
                "target_ids": [
                    (0, 0, {"metric": "resolution", "priority": priority, "minutes": hours * 60})
                    for priority, hours in LIMITS.items()
                ],
            }
        )

    @staticmethod
    def moment(hours):
        """So many hours after the opening, as the log writes it."""
        return (OPENED + timedelta(hours=hours)).strftime("%d-%m-%Y %H:%M")

    @classmethod
    def events(cls, lives):
        """The rows of the log: opened, perhaps waiting for a while, resolved, closed."""
        for number, priority, hours, waited, made in lives:
            levels = {"1": ("1", "1"), "2": ("1", "2"), "3": ("2", "2"), "4": ("2", "3")}[priority[0]]
            words = {"1": "1 - High", "2": "2 - Medium", "3": "3 - Low"}
            more = {
                "priority": priority,
                "impact": words[levels[0]],
                "urgency": words[levels[1]],
                "resolved_at": cls.moment(hours),
                "closed_at": cls.moment(hours + 120),
                "resolved_by": "Resolver One",
                "closed_code": "code 1",
                "made_sla": "TRUE",
            }
            yield number, "New", cls.moment(0), more
            if waited:
                yield number, "Awaiting User Info", cls.moment(0.1), more
                yield number, "Active", cls.moment(0.1 + waited), more
            yield number, "Resolved", cls.moment(hours), more
            yield number, "Closed", cls.moment(hours + 120), {**more, "made_sla": made}

    @classmethod
    def log_of(cls, lives):
        rows = [
            {
                **dict.fromkeys(LOG_COLUMNS, "?"),
                **LOG_DEFAULTS,
                "number": number,
                "incident_state": state,
                "sys_updated_at": time,
                **more,
            }
            for number, state, time, more in cls.events(lives)
        ]
        return cls.csv([*LOG_COLUMNS, "made_sla"], rows)

    def verdicts(self, lives):
        """number -> TRUE or FALSE, as the one clock of each ticket says."""
        found = {}
        for number, *_rest in lives:
            [clock] = self.ticket(number).sudo().clock_ids
            found[number] = "FALSE" if clock.is_breached else "TRUE"
        return found

    def test_history_is_judged_as_the_other_desk_judged_it(self):
        """By limits on priority, to the minute; what is exactly in time is in time."""
        self.load(self.log_of(LIVES))
        self.assertEqual(self.verdicts(LIVES), {number: made for number, *_rest, made in LIVES})

    def test_clock_of_history_tells_the_hours_of_the_log(self):
        """From the opening to the resolution, and by how much it was late."""
        self.load(self.log_of(LIVES))
        clock = self.ticket("INC0900006").sudo().clock_ids
        self.assertEqual((clock.state, clock.elapsed, clock.paused, clock.overrun), ("met", 91 * 3600, 0, 3600))

    def test_waiting_does_not_count_where_a_policy_says_so(self):
        """The same history by a policy that stands still while the requester is asked."""
        self.policy.pause_rule = "reason"
        self.load(self.log_of(LIVES))
        verdicts = self.verdicts(LIVES)
        self.assertEqual((verdicts["INC0900004"], verdicts["INC0900006"]), ("TRUE", "TRUE"))
        clock = self.ticket("INC0900006").sudo().clock_ids
        self.assertEqual((clock.elapsed, clock.paused), (67 * 3600, 24 * 3600))

    def test_history_appears_in_the_months_in_which_it_happened(self):
        """Not in the month of the import."""
        self.load(self.log_of(LIVES))
        report = self.env["service.desk.sla.report"].with_user(self.manager)
        groups = report._read_group(
            [("number", "in", [number for number, *_rest in LIVES])], ["date:month"], ["__count", "breached_count:sum"]
        )
        self.assertEqual([(month.year, month.month, *counts) for month, *counts in groups], [(2016, 2, 8, 4)])

    def test_history_under_a_later_promise_has_no_clock(self):
        """A promise that nobody had made then is not broken."""
        self.policy.date_from = "2020-01-01"
        self.load(self.log_of(LIVES))
        self.assertFalse(self.ticket("INC0900008").sudo().clock_ids)
