from base64 import b64decode, b64encode

from odoo import api, fields, models


class ServiceDeskHeldFile(models.TransientModel):
    """A file of a form that was not sent yet: somebody is asked once more whether it is needed.

    Kept by the form's own key for the one who uploaded it, until the form is sent, given up or
    forgotten. Nobody has rights on it; the portal's code uses it for whoever is logged in.
    """

    _name = "service.desk.held.file"
    _description = "File of a Form That Waits"
    _order = "id"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", default=lambda self: self.env.user)
    key = fields.Char(required=True, index=True)
    name = fields.Char(required=True)
    content = fields.Binary(attachment=True, required=True)

    @api.model
    def _mine(self, key):
        """The current user's files of one form."""
        # sudo: technical rows, always of the current user.
        files = self.sudo()
        return files.search([("user_id", "=", self.env.uid), ("key", "=", key)]) if key else files

    @api.model
    def _hold(self, key, files):
        """Keep the files of a form instead of those kept before.

        :param files: pairs of name and content
        """
        self._mine(key).unlink()
        # sudo: see _mine
        self.sudo().create(
            [
                {"key": key, "name": name, "content": b64encode(content), "user_id": self.env.uid}
                for name, content in files
            ]
        )

    def _release(self):
        """The files as pairs of name and content."""
        return [(file.name, b64decode(file.content)) for file in self.with_context(bin_size=False)]
