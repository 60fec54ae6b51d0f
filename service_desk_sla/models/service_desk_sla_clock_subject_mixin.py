from odoo import api, fields, models
from odoo.fields import Domain

from .service_desk_sla_data import SUBJECT_COLUMNS


class ServiceDeskSlaClockSubjectMixin(models.AbstractModel):
    """What a clock is about, whichever kind of ticket or task that is."""

    _name = "service.desk.sla.clock.subject.mixin"
    _description = "Ticket of a Clock"

    subject = fields.Char(
        string="Ticket",
        compute="_compute_subject",
        search="_search_subject",
        help="The ticket or task that this clock is about.",
    )

    @api.depends(lambda self: [f"{column}.display_name" for column in SUBJECT_COLUMNS.values()])
    def _compute_subject(self):
        for clock in self:
            # sudo: what a link to it would say, to whoever may see its clock.
            clock.subject = clock.sudo()._subject().display_name

    def _search_subject(self, operator, value):
        """By whatever the kinds of tickets are found by, their numbers first of all."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == "in":
            # Each clock is about something, and leaves all columns but one empty.
            value = [name for name in value if name]
        return Domain.OR(Domain(column, operator, value) for column in SUBJECT_COLUMNS.values())

    def _subject(self):
        """The ticket or task this clock is about."""
        self.ensure_one()
        return next(self[column] for column in SUBJECT_COLUMNS.values() if self[column])

    def action_open_subject(self):
        """Open the ticket: most people who look at a clock want to see to it."""
        return self._subject()._get_records_action()

    def action_open_clock(self):
        """Open what it measured, stretch by stretch."""
        return self._get_records_action(name=self.display_name)
