from odoo import api, models
from odoo.exceptions import AccessError


class ServiceDeskHintMixin(models.AbstractModel):
    """What the desk has noticed about a ticket and an agent may want to act upon.

    Asked for after the form is on the screen, so that looking costs the form nothing. What has
    something to say extends :meth:`_hints`.
    """

    _name = "service.desk.hint.mixin"
    _description = "Hints on a Ticket"

    @api.readonly
    def hints(self):
        """What was noticed about this ticket, as plain values for the form.

        :return: list of dicts: ``key``, ``level`` (info or warning), ``text``, ``target`` (the
            record it is about: ``model``, ``id``, ``name``), ``words`` (why, may be empty) and
            ``button`` (``method`` of the ticket, its ``label``, what it asks before in ``confirm``)
        :raise AccessError: for those who are no agents, or may not read the ticket
        """
        if not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("Hints are for the agents of the desk."))
        self.check_access("read")
        self.ensure_one()
        return self._hints()

    def _hints(self):
        """The hints, the most urgent last: extensions add theirs to the list."""
        return []

    @api.model
    def _hint(self, key, text, target, method, label, words="", confirm="", level="info"):
        """One hint in the shape that the form knows.

        :param target: the record it is about, which the user may read
        """
        return {
            "key": key,
            "level": level,
            "text": text,
            "target": {"model": target._name, "id": target.id, "name": target.display_name},
            "words": words,
            "button": {"method": method, "label": label, "confirm": confirm},
        }
