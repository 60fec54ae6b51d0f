from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

#: Nobody remembers what happened before that.
MOST_BACK = timedelta(days=3660)


class ServiceDeskMajorTimelineMixin(models.AbstractModel):
    """What happened when, kept by the desk and added to by the team; corrected, never deleted."""

    _name = "service.desk.major.timeline.mixin"
    _description = "Timeline of a Major Incident"

    event_ids = fields.One2many("service.desk.major.event", "major_id", string="Timeline")

    def _log_event(self, kind, words, **values):
        """Write down what the desk itself has seen.

        :param words: text, or Markup
        """
        body = words if isinstance(words, Markup) else Markup("<p>%s</p>") % (words or "")
        # sudo: the timeline is written by the desk's own code alone.
        return (
            self.env["service.desk.major.event"]
            .sudo()
            .create(
                [
                    {
                        "major_id": major.id,
                        "kind": kind,
                        "body": body,
                        "user_id": self.env.uid,
                        "is_automatic": True,
                        **values,
                    }
                    for major in self
                ]
            )
        )

    def action_note(self, body, date=None, kind="note"):
        """Write something into the timeline.

        :param str body: HTML
        :param date: when it happened; now if it is left out
        :param str kind: ``note`` or ``decision``
        """
        self._check_runs()
        if not isinstance(body, str) or is_html_empty(body):
            raise UserError(self.env._("Write what happened."))
        if kind not in ("note", "decision"):
            raise UserError(self.env._("People write notes and decisions; the desk writes the rest."))
        moment = self._moment(date)
        # sudo: see _log_event
        self.env["service.desk.major.event"].sudo().create(
            [
                {"major_id": major.id, "kind": kind, "body": body, "date": moment, "user_id": self.env.uid}
                for major in self
            ]
        )
        return True

    @api.model
    def _moment(self, date):
        """When something happened; now if nobody says.

        :raise UserError: when it is no date, or none on which something can have happened
        """
        try:
            moment = fields.Datetime.to_datetime(date) or self._now()
        except (TypeError, ValueError):
            raise UserError(self.env._("When was that? This is no date.")) from None
        if moment > self._now():
            raise UserError(self.env._("The timeline tells what has happened, not what will."))
        if moment < self._now() - MOST_BACK:
            raise UserError(self.env._("Please check the year."))
        return moment
