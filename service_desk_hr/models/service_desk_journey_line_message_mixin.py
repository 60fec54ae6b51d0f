from datetime import timedelta

from markupsafe import Markup

from odoo import api, models
from odoo.tools import groupby

from .service_desk_journey_data import BATCH_SIZE

#: Messages to one manager that go out together.
MOST_TOGETHER = 1000
#: So long what managers are told waits for an import that goes on.
PATIENCE = timedelta(hours=1)


class ServiceDeskJourneyLineMessageMixin(models.AbstractModel):
    """Messages of journeys: one mail to each address, which lists all those whom it is about.

    The person of a journey gets a mail of their own. A manager of fifty people who come on the same
    day gets one about all of them; so does a buddy, and HR.
    """

    _name = "service.desk.journey.line.message.mixin"
    _description = "Messages by Journey Steps"

    def _is_letter_to_manager(self):
        return self.kind == "message" and self.step_id.recipient == "manager"

    @api.model
    def _run_due(self):
        """Begin all lines whose day has come; what one manager is told is told at once. Called by a job."""
        domain = self._domain_to_begin()
        due = self.search(domain)
        letters = due.filtered(lambda line: line._is_letter_to_manager())
        self._run_batches([(due - letters, domain, "_begin_due")], BATCH_SIZE)
        by_manager = letters._without_those_that_grow().grouped(lambda line: line.journey_id.manager_id)
        self._run_batches([(some, domain, "_begin_due") for some in by_manager.values()], MOST_TOGETHER)

    def _without_those_that_grow(self):
        """Those of these that need not wait until their import has brought in everybody."""
        since = self.env.cr.now() - PATIENCE
        growing = self.filtered(lambda line: line.journey_id.import_id.state == "running" and line.create_date > since)
        return self - growing

    def _begin_message(self):
        """Send the messages, each kind in one go and in the language that its template says."""
        # Once more: what a message is about may have been changed since.
        self.step_id._check_complete()
        told = self._leave_out_nobody()
        addresses = {line: line.journey_id._address_of(line.step_id.recipient) for line in told}
        mute = told.filtered(lambda line: not addresses[line])
        mute.date_begun = False
        mute._note_problems(dict.fromkeys(mute, self.env._("There is no mail address to send it to.")))
        for step, lines in (told - mute).grouped("step_id").items():
            lines._send_messages(step, addresses)
            lines.journey_id._note("sent", step.name)
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _leave_out_nobody(self):
        """Messages to a manager or a buddy who is not there are left out and say so; returns the others."""
        words = {
            "manager": self.env._("Left out: there is no manager."),
            "buddy": self.env._("Left out: there is no buddy."),
        }
        left_out = self.filtered(
            lambda line: line.step_id.recipient in words and not line.journey_id._told_user(line.step_id.recipient)
        )
        for recipient, lines in left_out.grouped(lambda line: line.step_id.recipient).items():
            lines.write({"is_needed": False, "date_begun": False, "note": words[recipient]})
        return self - left_out

    def _send_messages(self, step, addresses):
        """Send the messages of one step, to each address one mail.

        :param dict addresses: line -> mail address
        """
        if step.recipient == "person":
            together = [(line,) for line in self]
        else:
            together = [lines for _key, lines in groupby(self, lambda line: (addresses[line], line.company_id))]
        # A journey has one line of a step, so that mails and lines are in the same order.
        mails = step.mail_template_id.send_mail_batch(
            [lines[0].journey_id.id for lines in together], email_values={"email_to": False, "recipient_ids": []}
        )
        self.journey_id._keep_from_readers(mails)
        for lines, mail in zip(together, mails, strict=True):
            mail.email_to = addresses[lines[0]]
            if len(lines) > 1:
                self.browse(line.id for line in lines[1:])._add_to_mail(mail, step)
            for line in lines:
                line.date_done = line.date_begun

    def _add_to_mail(self, mail, step):
        """Name these people, too, in a mail that was written about somebody else."""
        user = self[:1].journey_id._told_user(step.recipient)
        journeys = self.with_context(lang=user.lang).journey_id
        people = [journey._people_values(user) for journey in journeys]
        mail.subject = journeys.env._("%(subject)s, and %(count)s more", subject=mail.subject, count=len(people))
        others = self.env["ir.qweb"]._render("service_desk_hr.mail_journey_people", {"people": people}, lang=user.lang)
        # HTML already, in a field that holds plain text: it was rendered by the template of the step.
        mail.body_html = Markup(mail.body_html or "") + others
