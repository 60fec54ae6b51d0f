import logging

from psycopg2 import OperationalError

from odoo import models

from .service_desk_approval_data import MAIL_TEMPLATES
from .service_desk_portal_data import translated

_logger = logging.getLogger(__name__)


class ServiceDeskApprovalDecisionLetterMixin(models.AbstractModel):
    """What is said to the people of one seat."""

    _name = "service.desk.approval.decision.letter.mixin"
    _description = "Mails to an Approver"
    _inherit = "service.desk.mailing.mixin"

    def _write_letters(self, kind):
        """Leave a mail to the approver, and to who stands in for them now, in the mail queue."""
        approval = self.approval_id
        delegates = self.env["service.desk.approval.delegation"]._delegates_of(self)
        people = approval._may_sit(delegates)
        if kind != "delegated":
            people |= self.approver_id
        for person in people:
            try:
                with self.env.cr.savepoint():
                    self._write_letter(kind, person)
            except OperationalError:
                # The transaction is to be tried again as a whole.
                raise
            except Exception:  # templates may hold any mistake
                _logger.exception("The mail about approval %s was not written.", approval.id)

    def _write_letter(self, kind, person):
        if not person.email:
            return
        approval, company = self.approval_id, self.approval_id.company_id
        name, title, button = MAIL_TEMPLATES[kind]
        reader = self._for_reader(person.partner_id, company)
        reader = reader.with_context(
            service_desk_lang=reader.env.lang,
            service_desk_person=person.name,
            service_desk_absent=person != self.approver_id and self.approver_id.name,
        )
        template = reader.env.ref(name)
        letter = template._generate_template(self.ids, ("subject", "body_html"))[self.id]
        values = reader._mail_values(
            "service_desk.mail_approval",
            person.partner_id,
            company,
            letter["subject"],
            number=approval.number,
            subject=not approval.is_confidential and approval.title,
            title=translated(reader.env, title),
            button=translated(reader.env, button),
            url=f"{approval.get_base_url()}/my/approvals/{approval.id}",
            words=letter["body_html"],
        )
        address = approval._subject()._approval_mail_from()
        self._queue_mails([values | {"email_from": address, "reply_to": address}])
