import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .service_desk_journey_data import BATCH_SIZE, MAX_AT_ONCE

_logger = logging.getLogger(__name__)


class ServiceDeskJourneyQueueMixin(models.AbstractModel):
    """When journeys start that HR has confirmed: a few at once, hundreds by a job in batches.

    What the job has committed is started, and what was lost with a worker is proposed still: nobody
    is started twice. A journey that cannot start says why and the others go on.
    """

    _name = "service.desk.journey.queue.mixin"
    _description = "Start of Many Journeys"

    is_confirmed = fields.Boolean(
        string="Confirmed",
        readonly=True,
        copy=False,
        help="HR has said that it starts; many start one after the other.",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False, help="On whose behalf it starts.")
    problem = fields.Char(readonly=True, copy=False, help="Why it could not start.")

    _to_start_idx = models.Index("(id) WHERE is_confirmed AND state = 'proposed'")

    # -- Confirming --------------------------------------------------------------------------------

    def action_confirm(self):
        """Start what was proposed, or have it started soon where it is many; also once more what could
        not start.

        :raise AccessError: for those who are not HR
        :raise UserError: when something is missing to start with
        """
        self._check_may_run()
        # sudo: who may was checked; rows are written by the desk alone.
        if not self.sudo()._confirm():
            return True
        return self._action_starts_soon({"type": "ir.actions.client", "tag": "soft_reload"})

    def _confirm(self):
        """Start a few at once, have many started by the job.

        :return: those that start soon
        """
        fresh = self.filtered(lambda journey: journey.state == "proposed")
        if len(fresh) <= MAX_AT_ONCE:
            fresh._start()
            return self.browse()
        fresh.write({"is_confirmed": True, "confirmed_by_id": self.env.uid, "problem": False})
        self.env.ref("service_desk_hr.cron_journeys")._trigger()
        return fresh

    def _action_starts_soon(self, following):
        """Say that these start one after the other, and go on."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s journeys start one after the other, within minutes.", len(self)),
                "next": following,
            },
        }

    # -- The job -----------------------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        """Start what was confirmed and begin the lines whose day has come; called by a job."""
        confirmed = self._domain_to_start()
        self._run_batches([(self.search(confirmed, order="id"), confirmed, "_start_confirmed")], BATCH_SIZE)
        self.env["service.desk.journey.line"]._run_due()

    @api.model
    def _domain_to_start(self):
        """What HR has confirmed and nobody has started."""
        return Domain("is_confirmed", "=", True) & Domain("state", "=", "proposed")

    def _start_confirmed(self):
        """Start these on behalf of those who confirmed them."""
        for user, journeys in self.grouped("confirmed_by_id").items():
            # sudo: as in action_confirm, where who may was checked.
            starting = journeys.with_user(user).with_context(lang=user.lang).sudo() if user else journeys
            starting._start_or_say()

    def _start_or_say(self):
        """Start these together; those with which something is wrong stay behind and say so."""
        wrong = {journey: sentence for journey in self if (sentence := journey._start_problem())}
        self._note_start_problems(wrong)
        able = self.browse([journey.id for journey in self if journey not in wrong])
        self._try_together(
            able,
            lambda journeys: journeys._start(is_part=True),
            lambda journey, error: journey._note_start_problems({journey: journey._words_of(error)}),
        )

    def _words_of(self, error):
        """What HR reads of an error."""
        if isinstance(error, UserError):
            return error.args[0]
        _logger.exception("%s could not start or go on.", self, exc_info=error)
        return self.env._("Something unexpected went wrong. Your administrator finds it in the log.")

    @api.model
    def _note_start_problems(self, problems):
        """Say on journeys, and in their history, why they do not start.

        :param dict problems: journey -> sentence
        """
        for journey, sentence in problems.items():
            journey.write({"is_confirmed": False, "problem": sentence})
        self._note_each("failed", list(problems.items()))
