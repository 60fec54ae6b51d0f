"""What many incidents cost a problem, counted in queries."""

from odoo.tests import tagged

from .problem_case import ProblemCase


@tagged("post_install", "-at_install")
class TestProblemPerformance(ProblemCase):
    def test_linking_many_costs_as_much_as_linking_few(self):
        """A hundred incidents are linked in as many queries as ten."""

        def measure(count):
            problem, incidents = self.make_problem(), self.make_incidents(count)
            return self.queries(lambda: problem._link(incidents))

        self.assert_same_queries(measure, 10, 100)

    def test_linking_to_a_published_problem_queues_in_bulk(self):
        """Who is to be told is decided in one statement; beyond the first ones nothing is sent at once."""

        def measure(count):
            problem = self.make_known()
            problem.action_publish_workaround()
            incidents = self.make_incidents(count)
            return self.queries(lambda: problem._link(incidents))

        self.assert_queries(measure, (30, 130), lambda few, many: many <= few + 5)

    def test_publishing_to_many_at_once_is_bounded(self):
        """What somebody waits for does not grow with the incidents."""

        def measure(count):
            problem = self.make_known()
            self.make_incidents(count, problem_id=problem.id)
            return self.queries(problem.action_publish_workaround)

        self.assert_queries(measure, (30, 100), lambda few, many: many <= few + 5)

    def test_lists_of_problems_are_read_in_bulk(self):
        """Counts of many problems cost as many queries as those of few."""

        def measure(count):
            problems = (
                self.env["service.desk.problem"]
                .with_user(self.agent)
                .create([{"name": "x"} for _number in range(count)])
            )
            self.make_incidents(3, problem_id=problems[0].id)
            names = ["incident_count", "open_incident_count", "is_published", "told_count"]
            return self.queries(lambda: problems.read(names))

        self.assert_same_queries(measure, 5, 40)

    def test_ticket_forms_cost_little_without_known_errors(self):
        """Nothing is compared where nothing is published."""
        incident = self.make_incidents(1)
        self.env["service.desk.problem"].search([]).sudo().write({"workaround_version": 0})
        incident.read(["known_error_id"])  # what a running server has read of rules and people
        counted = min(
            (self.queries(lambda: incident.read(["known_error_id"])) for _try in range(3)), key=lambda one: one.total()
        )
        self.assertLessEqual(counted.total(), 4, counted)
