from odoo import api, fields, models

TODO = "mail.mail_activity_data_todo"


class ServiceDeskJourneyTodoMixin(models.AbstractModel):
    """To-dos of Odoo's own for HR and managers, so that journeys stand with the rest of their day.

    They name the journey and what to do, nothing else. Whoever reads the journey sees them; nobody
    writes on one, for journeys have no conversation. The desk settles them itself, when HR has
    confirmed or the manager has answered.
    """

    _name = "service.desk.journey.todo.mixin"
    _description = "To-dos of Journeys"
    _inherit = ["mail.activity.mixin"]

    def _ask_to_confirm(self):
        """HR looks at what was proposed without them."""
        self._schedule_todos("hr_user_id", "confirm", fields.Date.context_today(self))

    def _ask_manager(self):
        """The manager has questions to answer."""
        self.filtered(lambda journey: journey.answer_state == "asked")._schedule_todos("manager_id", "answer")

    def _schedule_todos(self, name, what, day=None):
        """A to-do on each of these journeys for one of its people who works here; all in one go.

        :param str name: field of the person
        """
        common = {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "activity_type_id": self.env.ref(TODO).id,
            "automated": True,
        }
        rows = []
        for journey in self:
            user = journey[name]
            if user.active and user._is_internal() and not journey._is_about(user):
                rows.append(
                    {
                        **common,
                        "res_id": journey.id,
                        "summary": journey.with_context(lang=user.lang)._todo_words(what),
                        "date_deadline": day or journey.date_answers or fields.Date.context_today(journey),
                        "user_id": user.id,
                    }
                )
        # Reminders are the desk's own, one mail a day at most.
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(rows)

    @api.model
    def _todo_words(self, what):
        if what == "confirm":
            return self.env._("Confirm it or cancel it")
        return self.env._("Answer the questions")

    def _settle_todos(self):
        """Nothing waits any more for those who were asked."""
        # sudo: the to-do of whom the desk asked, whoever has done it.
        self.sudo().filtered("activity_ids").activity_unlink([TODO])

    # -- Without a conversation ------------------------------------------------------------------

    # Odoo expects one where to-dos are. Journeys have none: what happens stands in their history,
    # and the desk tells people in its own mails.

    @api.private
    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Whoever has a to-do follows nothing by it."""
        return True

    @api.private
    def message_notify(self, **kwargs):
        """Nobody is written to about a single to-do."""
        return self.env["mail.message"]

    @api.private
    def message_post_with_source(self, source_ref, **kwargs):
        """A settled to-do leaves no message."""
        return self.env["mail.message"]
