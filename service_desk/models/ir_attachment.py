from odoo import models
from odoo.exceptions import UserError

from .service_desk_process_data import TICKET_COLUMNS

#: What a file is, and where it belongs.
_SUBSTANCE = frozenset({"raw", "datas", "db_datas", "store_fname", "name", "url", "type", "res_model", "res_id"})


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if _SUBSTANCE & vals.keys():
            self._check_frozen_answers()
            self._check_published_files()
        return super().write(vals)

    def unlink(self):
        self._check_frozen_answers()
        self._check_published_files()
        return super().unlink()

    def _check_frozen_answers(self):
        """Files that were sent with an order are a part of what is approved, as its answers are."""
        # sudo: only asks where these files belong; what is decided about stays for everybody.
        files = self.sudo().filtered(lambda file: file.res_model in TICKET_COLUMNS and not file.res_field)
        if files:
            answers = self.env["service.desk.answer"].sudo().search([("attachment_ids", "in", files.ids)])
            answers.request_id.with_env(self.env)._check_frozen()

    def _check_published_files(self):
        """Files of an article stay as they were published, as its text does; so do those in review.

        :raise UserError: when readers would find something else than what was looked at
        """
        # sudo: only asks where these files belong.
        files = self.sudo().filtered(lambda file: file.res_model == "service.desk.article" and not file.res_field)
        if files and not self.env.su:
            articles = files.env["service.desk.article"].browse(set(files.mapped("res_id"))).exists()
            kept = files & articles._files_looked_at()
            if kept:
                raise UserError(
                    self.env._("“%s” stays as it is. Put another file into a new version of the article.", kept[0].name)
                )

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Files on tickets are for those who work them, files on contracts for those who keep them.

        Requesters may read their ticket, but a file may hang on an internal note. The portal
        serves the public ones by its own route, and the published ones of articles. Agents may read
        contracts, but not their prices.
        """
        ticket = self.env.registry["service.desk.ticket"]
        tickets = {
            model: ids
            for model, ids in model_and_ids.items()
            if model.startswith(("service.desk.contract", "service.desk.article"))
            or (model in self.env and isinstance(self.env[model], ticket))
        }
        others = {model: ids for model, ids in model_and_ids.items() if model not in tickets}
        yield from super()._inaccessible_comodel_records(others, operation)
        if tickets:
            yield from super()._inaccessible_comodel_records(tickets, "write")
