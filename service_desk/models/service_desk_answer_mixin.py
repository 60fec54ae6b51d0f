from markupsafe import Markup

from odoo import api, fields, models


class ServiceDeskAnswerMixin(models.AbstractModel):
    """A ticket that came from a form of the catalog.

    The host declares ``answer_ids``.
    """

    _name = "service.desk.answer.mixin"
    _description = "Ticket with Answers"

    item_id = fields.Many2one(
        "service.desk.catalog.item",
        string="Catalog Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    item_version = fields.Integer(
        string="Form Version", readonly=True, copy=False, help="Of the form, as it was asked then."
    )

    order_text = fields.Html(
        string="What Was Ordered",
        compute="_compute_order_text",
        sanitize=False,
        help="Questions and answers, also of the parts of an order, for mails.",
    )

    @api.depends("answer_ids")
    @api.depends_context("lang", "tz")
    def _compute_order_text(self):
        for ticket in self:
            ticket.order_text = ticket._order_text()

    def _order_text(self):
        """The answers as a table; everything in it escaped."""
        line = Markup('<tr><td style="padding: 2px 16px 2px 0; color: #565d6b;">%s</td><td>%s</td></tr>')
        rows = [line % (row["name"], Markup("<br/>").join(row["value"].splitlines())) for row in self._answer_rows()]
        return Markup("<table>%s</table>") % Markup("").join(rows) if rows else Markup("")

    def _answers(self):
        """code -> answer as a browser sends it, which conditions of plans look at."""
        self.ensure_one()
        # sudo: requesters may not read the table of answers; callers were let in to the ticket.
        return {answer.code: answer._as_sent() for answer in self.sudo().answer_ids}

    def _answer_rows(self):
        """What was asked and answered, as plain values for pages and mails."""
        self.ensure_one()
        # sudo: see _answers
        return [
            {
                "section": answer.section or "",
                "name": answer.name,
                "value": answer.display_value or "",
                "is_long": answer.kind == "long_text",
                "files": answer.attachment_ids,
            }
            for answer in self.sudo().answer_ids
        ]

    def _move_answers(self, target):
        """Take the form along to the ticket as which this one continues; called as superuser."""
        columns = self.env["service.desk.ticket.line"].LINE_FIELDS
        elsewhere = dict.fromkeys(columns.values(), False)
        self.answer_ids.write({**elsewhere, columns[target._name]: target.id})

    # -- On the portal -----------------------------------------------------------------------

    def _portal_detail(self):
        """With what was answered, what it costs and what else belongs to the order."""
        # sudo: names and prices that belong to the ticket.
        ticket = self.sudo()
        return super()._portal_detail() | {
            "item": ticket.item_id.name,
            "answers": [
                {**row, "files": [self._portal_file(file) for file in row["files"].sorted("id")]}
                for row in self._answer_rows()
            ],
            **ticket._portal_order(),
        }

    def _portal_order(self):
        """What only requests have."""
        return {
            "quantity": 1,
            "cost": 0.0,
            "currency": False,
            "date_wanted": False,
            "parts": [],
            "along": [],
            "part_of": None,
        }

    def _portal_open_detail(self):
        detail = super()._portal_open_detail()
        answers = [{**answer, "files": []} for answer in detail["answers"]]
        return {**detail, "answers": answers, "parts": [], "along": [], "part_of": None}

    def _portal_attachment(self, attachment_id):
        """Files that were sent with the form belong to the requester's page too."""
        # sudo: the caller's gate has found the ticket; these files are its own answers.
        files = self.sudo().answer_ids.attachment_ids
        own = files.filtered(lambda file: file.id == attachment_id and file.type == "binary")
        return own or super()._portal_attachment(attachment_id)

    # -- Files -------------------------------------------------------------------------------

    def _keep_files(self, answers, values):
        """Store the files of an order on its ticket and with the answers they belong to."""
        self.ensure_one()
        # Screenshots stay as they are: shrinking them would make small print unreadable.
        attachments = self.env["ir.attachment"].with_context(image_no_postprocess=True)
        for answer in answers.filtered(lambda one: one.kind == "file"):
            answer.attachment_ids = attachments.create(
                [
                    {"name": name, "raw": content, "res_model": self._name, "res_id": self.id}
                    for name, content in values[answer.code]
                ]
            )
