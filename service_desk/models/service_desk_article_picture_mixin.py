import re

from markupsafe import Markup

from odoo import models

from .service_desk_article_data import TEXT_FIELDS
from .service_desk_portal_data import INLINE_TYPES

#: Where a text shows a picture that is stored here; what cleans HTML writes double quotes.
_PICTURE = re.compile(r'(?<=\ssrc=")/web/(?:image|content)/(\d{1,9})(?=[-/?"])[^"]*')
_IMAGES = INLINE_TYPES - {"application/pdf"}


class ServiceDeskArticlePictureMixin(models.AbstractModel):
    """Pictures within the text of an article: its own, and shown to those who read it.

    The text names them as the editor does, with a token, so that agents see them in a draft and
    requesters in a mail. Readers on the portal get them from the page of the article instead, and
    lose them with it.
    """

    _name = "service.desk.article.picture.mixin"
    _description = "Pictures of an Article"

    # -- From where it was drawn -----------------------------------------------------------------

    def _take_pictures(self, record):
        """Copy the pictures that the text has from a record, which may go or be walled, to the article."""
        self.ensure_one()
        wanted = {number for name in TEXT_FIELDS[1:] for number in self._picture_ids(name)}
        # sudo: whoever may draw an article from a record may read its pictures; no others are taken.
        files = self.env["ir.attachment"].sudo().browse(wanted).exists()
        urls = {file.id: self._picture_copy(file) for file in files if self._is_picture_of(file, record)}
        for name in TEXT_FIELDS[1:] if urls else ():
            self[name] = self._with_pictures(name, urls)

    def _picture_copy(self, file):
        """The address of an own copy."""
        copy = file.copy({"res_model": self._name, "res_id": self.id, "access_token": False})
        return f"/web/image/{copy.id}?access_token={copy.generate_access_token()[0]}"

    # -- For readers -----------------------------------------------------------------------------

    def _portal_pictures(self):
        """The pictures within the published text, with superuser rights to read them."""
        self.ensure_one()
        wanted = {number for name in TEXT_FIELDS[1:] for number in self._picture_ids(name)}
        # sudo: see _portal_files; only this article's own are taken.
        files = self.env["ir.attachment"].sudo().browse(wanted).exists()
        return files.filtered(lambda file: self._is_picture_of(file, self))

    def _portal_html(self, name):
        """A text as it is read on the portal: pictures come from the article's own page."""
        self.ensure_one()
        return self._with_pictures(name, self._portal_picture_urls())

    def _portal_picture_urls(self):
        return {file.id: f"{self._portal_url()}/files/{file.id}" for file in self._portal_pictures()}

    # -- Helpers ---------------------------------------------------------------------------------

    def _picture_ids(self, name):
        return [int(number) for number in _PICTURE.findall(self[name] or "")]

    def _is_picture_of(self, file, record):
        place = (file.res_model, file.res_id, file.res_field)
        return file.type == "binary" and file.mimetype in _IMAGES and place == (record._name, record.id, False)

    def _with_pictures(self, name, urls):
        """A text with other addresses of its pictures.

        :param urls: id of the file -> address; those that are not there stay
        """
        html = self[name]
        if not html or not urls:
            return html
        return Markup(_PICTURE.sub(lambda found: urls.get(int(found[1]), found[0]), html))
