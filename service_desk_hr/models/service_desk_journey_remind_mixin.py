from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_desk.models.service_desk_notice_data import AUTOMATIC_HEADERS

from .. import journey_rules

#: Days before something's day that its person is reminded, and days until they are reminded again.
SOON_DAYS, AGAIN_DAYS = 2, 3
#: What HR has to confirm is told that many days before the first or the last day.
CONFIRM_DAYS = 7
#: More than that stand in no mail; the pages have all of them.
MOST_TOLD = 25


class ServiceDeskJourneyRemindMixin(models.AbstractModel):
    """Mails to those for whom journeys wait: at most one a person and a day, about everything at once.

    Somebody is written to when something comes near its day or has passed it, and again after a few
    days; what was told is stamped, so that a job that runs twice says nothing twice. Steps of teams
    are not told here: they stand in the desk's queue.
    """

    _name = "service.desk.journey.remind.mixin"
    _description = "Reminders of Journeys"

    date_reminded = fields.Date(readonly=True, copy=False)

    @api.model
    def _cron_remind(self):
        """Remind everybody for whom something waits; called by a job."""
        today = fields.Date.context_today(self)
        waiting = self._waiting(today)
        due = {user: things for user, things in waiting.items() if self._is_to_remind(things, today)}
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for user, things in due.items():
            self._remind(user, things, today)
            if not cron._commit_progress(1):
                return

    @api.model
    def _is_to_remind(self, things, today):
        """Whether there is something new to say, and nothing was said today."""
        told = [thing["record"].date_reminded for thing in things]
        again = today - timedelta(days=AGAIN_DAYS)
        return today not in told and any(not day or day <= again for day in told)

    # -- What waits ------------------------------------------------------------------------------

    @api.model
    def _waiting(self, today):
        """User -> things that wait for them and are near or late, each ``what``, ``record``, ``day``."""
        things = defaultdict(list)
        for what, record, user, day in self._list_waiting(today):
            if user.active and user.email and not self._is_untold(what, record, user):
                things[user].append({"what": what, "record": record, "day": day, "is_late": bool(day) and day < today})
        return things

    @api.model
    def _is_untold(self, what, record, user):
        """Whether it is about the one who would be reminded: only steps of their own are told them."""
        is_journey = record._name == self._name
        journey = record if is_journey else record.journey_id
        is_own_step = what == "do" and not is_journey and record.responsible == "person"
        return not is_own_step and journey._is_about(user)

    @api.model
    def _list_waiting(self, today):
        soon = today + timedelta(days=SOON_DAYS)
        running = Domain("state", "=", "running")
        for journey in self.search(running & Domain("answer_state", "=", "asked") & Domain("date_answers", "<=", soon)):
            yield "answer", journey, journey.manager_id.filtered("active") or journey.hr_user_id, journey.date_answers
        near = Domain("date_start", "<=", today + timedelta(days=CONFIRM_DAYS))
        near |= Domain("date_start", "=", False) & Domain("date_end", "<=", today + timedelta(days=CONFIRM_DAYS))
        for journey in self.search(Domain("state", "=", "proposed") & near):
            yield "confirm", journey, journey.hr_user_id, journey._day()
        for line in self.env["service.desk.journey.line"].search(self._domain_waiting_lines(soon)):
            is_failed = line.state == journey_rules.FAILED
            user = line.user_id.filtered("active") if not is_failed else line.user_id.browse()
            yield "look" if is_failed else "do", line, user or line.journey_id.hr_user_id, line.date_due

    @api.model
    def _domain_waiting_lines(self, soon):
        by_hand = self.env["service.desk.journey.line"]._domain_by_hand()
        open_soon = by_hand & Domain("state", "=", journey_rules.OPEN) & Domain("date_due", "<=", soon)
        return Domain("journey_state", "=", "running") & (open_soon | Domain("state", "=", journey_rules.FAILED))

    # -- Telling ---------------------------------------------------------------------------------

    @api.model
    def _remind(self, user, things, today):
        """One mail about all of it. What somebody else works on at the moment waits for the next run."""
        journeys = self.browse(thing["record"].id for thing in things if thing["record"]._name == self._name)
        lines = self.env["service.desk.journey.line"].browse(
            thing["record"].id for thing in things if thing["record"]._name != self._name
        )
        locked = {*journeys.try_lock_for_update(), *lines.try_lock_for_update()}
        things = [thing for thing in things if thing["record"] in locked]
        if not things or not self._is_to_remind(things, today):
            return
        for thing in things:
            thing["record"].date_reminded = today
        self.env["mail.mail"].create(self._reminder(user, sorted(things, key=lambda thing: thing["day"] or today)))
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _reminder(self, user, things):
        localized = self.with_context(lang=user.lang, tz=user.tz or "UTC")
        company = things[0]["record"].company_id
        body = localized.env["ir.qweb"]._render(
            "service_desk_hr.mail_journey_reminder",
            {
                "things": [localized._told(user, thing) for thing in things[:MOST_TOLD]],
                "more": max(len(things) - MOST_TOLD, 0),
                "user": user,
                "company": company,
                "lang": user.lang,
                "url": company.get_base_url() + "/my/team",
            },
            minimal_qcontext=True,
            lang=user.lang,
        )
        return {
            "subject": localized.env._("Waits for you: %s", len(things)),
            "email_from": company.email_formatted or company.catchall_formatted or user.email_formatted,
            "recipient_ids": [(4, user.partner_id.id)],
            "author_id": company.partner_id.id,
            "body_html": body,
            "auto_delete": True,
            "headers": repr(AUTOMATIC_HEADERS),
        }

    @api.model
    def _told(self, user, thing):
        """What waits, in plain words: the step, whom it is for and its day; no contents of tickets."""
        record = thing["record"].with_env(self.env)
        journey = record if thing["record"]._name == self._name else record.journey_id
        words = {
            "answer": self.env._("Answer the questions"),
            "confirm": self.env._("Confirm it or cancel it"),
            "look": self.env._("Needs attention: %s", record.name if "name" in record._fields else ""),
            "do": record.name if "name" in record._fields else "",
        }
        kinds = dict(journey._fields["kind"]._description_selection(self.env))
        return {
            "words": words[thing["what"]],
            "person": journey.person_name,
            "kind": kinds[journey.kind],
            "day": thing["day"],
            "is_late": thing["is_late"],
            "url": journey._url_for(user, thing["what"]),
        }

    def _people_values(self, user):
        """One of several people in a mail: who, what, when, and where there is more."""
        is_asked = self.answer_state == "asked" and user == self.manager_id
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "person": self.person_name,
            "kind": kinds[self.kind],
            "day": self._day(),
            "date_answers": is_asked and self.date_answers,
            "url": self._url_for(user, "answer" if user == self.manager_id else "do"),
        }

    def _url_for(self, user, what="do"):
        """Where somebody does what waits for them: HR at the journey, others on the portal."""
        base = self.get_base_url()
        if self._is_about(user):
            return f"{base}/my/journey"
        if user.has_group("hr.group_hr_user") and what != "answer":
            return f"{base}/odoo/journeys/{self.id}"
        # A buddy does not see the journey.
        is_theirs = what == "answer" or user == self.manager_id
        return f"{base}/my/team/{self.id}" if is_theirs else f"{base}/my/team"
