from odoo import fields, models

from .service_desk_journey_data import ABSENCE


class ServiceDeskJourneyLineHandOverMixin(models.AbstractModel):
    """Lines that give somebody's work to somebody else, with a list of it as proof."""

    _name = "service.desk.journey.line.hand.over.mixin"
    _description = "Hand-Over by Journey Steps"

    handed_over = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS, help="Kinds, numbers and names.")
    delegation_id = fields.Many2one(
        "service.desk.approval.delegation",
        string="Decides Instead",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="service_desk.group_manager",
    )

    def _begin_hand_over(self):
        for line in self:
            line._hand_over_work()

    def _hand_over_work(self):
        journey = self.journey_id
        heir, ruler = journey._heirs()
        users, is_away = journey._all_logins(), journey.kind == ABSENCE
        rows = self.env["service.desk.hand.over"]._hand_over(users, heir, ruler, journey.number, not is_away)
        if is_away:
            self._stand_in(users, ruler)
        self.handed_over = [*(self.handed_over or []), *(row for row in rows if row["count"])]
        self.note = self._hand_over_words()
        journey._note("handed", self.note)
        self._tell_heir(heir, rows)
        left = [row for row in rows if row["left"]]
        if left:
            self._note_problem(self._left_words(heir, left))
        else:
            self.date_done = self.date_begun

    def _tell_heir(self, heir, rows):
        """One mail about all of it, instead of one for each ticket."""
        template = self.env.ref("service_desk_hr.mail_template_journey_handed_over", raise_if_not_found=False)
        taken = [f"{row['what']}: {row['count']}" for row in rows if row["count"] and row["to"] == heir.name]
        if template and taken and heir.email:
            told = template.with_context(heir_name=heir.name, heir_lang=heir.lang, taken=taken)
            told.send_mail(self.journey_id.id, email_values={"email_to": heir.email, "recipient_ids": []})

    def _hand_over_words(self):
        """What was handed over, as the proof says it."""
        rows = [f"{row['to']}: {self._row_words(row)}" for row in self.handed_over or []]
        if self.delegation_id:
            rows.append(self.env._("%s decides on approvals meanwhile", self.delegation_id.delegate_id.name))
        return "; ".join(rows) or self.env._("Nothing stood in the name of %s.", self.journey_id.person_name)

    def _row_words(self, row):
        words = f"{row['what']} {row['count']}"
        return f"{words} ({', '.join(row['names'])})" if row["names"] else words

    def _left_words(self, heir, rows):
        return self.env._(
            "%(person)s cannot take over: %(what)s. Name somebody else, or give these away by hand, and try again.",
            person=heir.name,
            what=", ".join(f"{row['what']} {row['left']}" for row in rows),
        )

    def _proof_of_hand_over(self):
        """A row of the proof for each kind of thing."""
        for row in self.handed_over or []:
            yield {
                "section": "steps",
                "what": f"{self.name}: {row['what']}",
                "date": fields.Datetime.to_string(self.date_done or self.date_begun) or "",
                "who": row["to"],
                "how": self._row_words(row),
            }

    # -- Being away --------------------------------------------------------------------------------

    def _give_work_back(self):
        """Whoever was away is here again: what is still with whoever stood in is theirs once more.

        :return: what came back, in words; empty when nothing did
        """
        words = []
        for line in self.filtered("handed_over"):
            journey = line.journey_id
            user = journey._logins()[:1]
            if not user:
                continue
            rows = self.env["service.desk.hand.over"]._give_back(line.handed_over, user, journey.number)
            # Once: what is handed over by hand from now on stays where it is.
            line.handed_over = [row | {"ids": []} for row in line.handed_over]
            line._tell_back(user, rows)
            words += [line._row_words(row) for row in rows]
        return ", ".join(words)

    def _tell_back(self, user, rows):
        """One mail to each, about all of it."""
        template = self.env.ref("service_desk_hr.mail_template_journey_back", raise_if_not_found=False)
        taken = [f"{row['what']}: {row['count']}" for row in rows]
        heirs = self.env["res.users"].browse(row["to_id"] for row in self.handed_over if row.get("to_id")).exists()
        for reader in (user | heirs).filtered("email") if template and rows else ():
            told = template.with_context(reader_name=reader.name, reader_lang=reader.lang, taken=taken)
            told.send_mail(self.journey_id.id, email_values={"email_to": reader.email, "recipient_ids": []})

    def _stand_in(self, users, delegate):
        """Approvals are decided by somebody else while their approver is away."""
        journey, user = self.journey_id, users[:1]
        if self.delegation_id or not user or not delegate or not journey.date_end:
            return
        # sudo: called with superuser rights; the manager answers for it, as if arranged by hand.
        self.delegation_id = self.env["service.desk.approval.delegation"].create(
            {
                "user_id": user.id,
                "delegate_id": delegate.id,
                # The login rests from the evening before: what is open then is decided by the stand-in already.
                "date_from": min(journey.date_start, fields.Date.context_today(self)),
                "date_to": journey.date_end,
                "reason": journey.number,
                "arranged_by_id": journey.manager_id.id,
            }
        )

    def _move_delegations(self):
        """Somebody comes back on another day."""
        for line in self.filtered("delegation_id"):
            delegation = line.delegation_id
            delegation.date_to = max(line.journey_id.date_end, delegation.date_from)

    def _end_delegations(self):
        """Nobody is away after all."""
        self.delegation_id.unlink()
