"""The risk of changes by questionnaire and history."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .change_case import ChangeCase


@tagged("post_install", "-at_install")
class TestChangeRisk(ChangeCase):
    def test_answers_give_the_risk(self):
        """Each answer changes score and level at once."""
        change = self.make_change()
        self.assertEqual((change.risk, change.unanswered_count), (False, 1))
        self.answer(change, 50)
        self.assertEqual((change.risk, change.risk_score, change.unanswered_count), ("medium", 50, 0))
        self.answer(change, 100)
        self.assertEqual((change.risk, change.risk_score), ("high", 100))

    def test_thresholds_are_the_companys(self):
        """Where medium and high begin is a setting."""
        self.env.company.write({"service_desk_change_medium_from": 60, "service_desk_change_high_from": 90})
        change = self.make_change()
        self.answer(change, 50)
        self.assertEqual(change.risk, "low")

    def test_history_of_the_same_services_counts(self):
        """Three failures of three on the service make it 0.8 x 0 + 0.2 x 100 = 20."""
        for _time in range(3):
            self.make_reviewed(outcome="failed", service_id=self.service_two.id, service_ids=[(4, self.service.id)])
        change = self.make_change()
        self.answer(change, 0)
        self.assertEqual((change.history_count, change.history_failed_count, change.risk_score), (3, 3, 20))

    def test_what_was_not_done_is_no_history(self):
        """Emergencies of which somebody only says that they took place make nothing less risky."""
        for _time in range(3):
            begun = self.make_change(change_type="emergency")
            begun.action_implement()
            begun.write({"outcome": "failed", "date_actual_end": begun.date_actual_start})
        change = self.make_change()
        self.answer(change, 0)
        self.assertEqual(change.history_count, 0)

    def test_confidential_history_is_not_told(self):
        """Numbers of like changes leave out what only a team may know."""
        for _time in range(3):
            change = self.make_reviewed(outcome="failed")
            change.sudo().is_confidential = True
        change = self.make_change()
        self.answer(change, 0)
        self.assertEqual(change.history_count, 0)

    def test_risk_is_found_anew_only_when_asked(self):
        """A new weight or threshold leaves open changes as they are, until somebody asks."""
        change = self.make_change()
        self.answer(change, 50)
        self.env.company.service_desk_change_medium_from = 60
        self.assertEqual(change.risk, "medium")
        change.action_assess_risk()
        self.assertEqual(change.risk, "low")

    def test_new_question_is_asked_when_assessed_again(self):
        """What is new in the questionnaire stands before open changes then, and blocks approval."""
        change = self.make_ready()
        self.make_question("Way back", 10, (0, 100))
        change.action_assess_risk()
        self.assertEqual(change.unanswered_count, 1)
        with self.assertRaisesRegex(UserError, "answers about its risk"):
            change.action_ask_approval()

    def test_answer_of_another_question_is_refused(self):
        """An answer answers its question."""
        other = self.make_question("Way back", 10, (0, 100))
        change = self.make_change()
        answer = change.risk_answer_ids.filtered(lambda one: one.question_id == self.question)
        with self.assertRaises(ValidationError):
            answer.option_id = other.option_ids[0]

    def test_question_needs_two_answers(self):
        """A question with one answer asks nothing."""
        with self.assertRaisesRegex(ValidationError, "two answers"):
            self.make_question("Sure?", 10, (0,))

    def test_agents_do_not_edit_the_questionnaire(self):
        """Questions, weights and rules are the change managers'."""
        for record in (self.question, self.question.option_ids[0], self.env.ref("service_desk.change_rule_emergency")):
            with self.assertRaises(AccessError):
                record.with_user(self.agent).write({"sequence": 3})
        self.question.with_user(self.cm).weight = 20
        self.assertEqual(self.question.weight, 20)

    def test_changes_of_one_batch_share_their_queries(self):
        """Writing down many changes costs few queries each."""
        values = [{"name": f"Change {place}", "service_id": self.service.id} for place in range(20)]
        changes = self.env["service.desk.change"].with_user(self.agent)
        changes.create(values)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        changes.create(values)
        self.env.flush_all()
        many = self.env.cr.sql_log_count - before
        before = self.env.cr.sql_log_count
        changes.create(values * 2)
        self.env.flush_all()
        more = self.env.cr.sql_log_count - before
        self.assertLessEqual(more - many, 20)
