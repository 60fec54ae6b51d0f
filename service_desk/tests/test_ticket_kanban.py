"""Moves by pointing at a state: what a card that is dragged to another column does."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketKanban(ServiceDeskCase):
    def test_move_that_needs_something_opens_its_dialog(self):
        """Waiting, ending and dropping ask in the same dialog as the button; nothing moved yet."""
        for state, dialog in (
            ("pending", "service.desk.hold.wizard"),
            ("resolved", "service.desk.resolve.wizard"),
            ("cancelled", "service.desk.cancel.wizard"),
        ):
            incident = self.make_incident()
            with self.subTest(state=state):
                action = incident.action_move(state)
                self.assertEqual(action["res_model"], dialog)
                self.assertEqual(action["context"]["active_ids"], incident.ids)
                self.assertEqual(incident.state, "new")

    def test_request_dragged_to_rejected_opens_the_dialog_that_rejects(self):
        """The dialog is the one of the button, with the button's words."""
        action = self.make_request().action_move("rejected")
        self.assertTrue(action["context"]["default_rejects"])

    def test_every_move_that_needs_something_names_an_action(self):
        """No drag ends in a refusal for something that a dialog could ask for."""
        for model in ("service.desk.incident", "service.desk.request"):
            people = [move for move in self.env[model]._lifecycle.moves if move.roles]
            for move in people:
                with self.subTest(model=model, target=move.target):
                    self.assertTrue(move.action or not move.needs)
                    self.assertTrue(not move.action or hasattr(self.env[model], move.action))

    def test_beginning_what_nobody_has_takes_it(self):
        """A new ticket that an agent drags to In Progress is theirs."""
        incident = self.make_incident()
        self.assertIs(incident.action_move("in_progress"), True)
        self.assertEqual((incident.state, incident.user_id), ("in_progress", self.agent))

    def test_beginning_what_a_colleague_has_leaves_it_with_them(self):
        """Starting the work for a colleague does not take it away from them."""
        incident = self.make_incident(user_id=self.agent_two.id)
        incident.action_move("in_progress")
        self.assertEqual((incident.state, incident.user_id), ("in_progress", self.agent_two))

    def test_move_that_does_not_exist_says_so(self):
        """A dialog is not opened for what would be refused in the end."""
        with self.assertRaisesRegex(UserError, "cannot become Pending"):
            self.make_resolved().action_move("pending")

    def test_short_cut_of_the_requester_is_refused(self):
        """An agent may not close what was not resolved, not by a drag either."""
        with self.assertRaises(AccessError):
            self.make_incident().action_move("closed")

    def test_requester_cannot_move(self):
        """Somebody who may only read a ticket gets no dialog for it."""
        incident = self.make_incident()
        with self.assertRaises(AccessError):
            incident.with_user(self.employee).action_move("pending")

    def test_column_of_what_is_done_is_there_before_anything_is(self):
        """Cards can be dragged to Resolved also when the filter hides what is resolved."""
        self.make_incident()
        incidents = self.env["service.desk.incident"].with_user(self.agent)
        groups = incidents.with_context(read_group_expand=True).web_read_group(
            [("phase", "in", ("new", "active", "pending"))], ["state"]
        )["groups"]
        self.assertEqual([group["state"] for group in groups], ["new", "in_progress", "pending", "resolved"])
