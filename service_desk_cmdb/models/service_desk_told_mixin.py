from collections import defaultdict

from odoo import api, models

from odoo.addons.service_desk.some_of import some_of

#: So many at once are a matter of programs, which have their own record of what they did.
MOST_TOLD = 500
#: So many are named in one line.
MOST_NAMED = 10
ADDED, CHANGED, REMOVED = "added", "changed", "removed"


class ServiceDeskToldMixin(models.AbstractModel):
    """Parts that people write down: what comes, changes and goes stands in the history of what they are of.

    The host says in ``_told_fields`` what of it is told, and in :meth:`_told` to whom and in which words.
    One line in each history for one act, however many parts. What the desk itself writes, and what
    comes by the hundreds, is not told: that would cost more than the writing.
    """

    _name = "service.desk.told.mixin"
    _description = "Parts Told in Histories"

    _told_fields = frozenset()

    def _told(self):
        """record with a history -> this part as it reads from there, for everybody who reads it there.

        Called with superuser rights.
        """
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._tell({}, parts._all_told())
        return parts

    def write(self, vals):
        if not self._told_fields & vals.keys():
            return super().write(vals)
        before = self._all_told()
        result = super().write(vals)
        self._tell(before, self._all_told())
        return result

    def unlink(self):
        before = self._all_told()
        result = super().unlink()
        self._tell(before, {})
        return result

    def _all_told(self):
        """(id of a part, record with a history) -> words; nothing where it is not told."""
        if self.env.su or len(self) > MOST_TOLD or self.env.context.get("tracking_disable"):
            return {}
        # sudo: a history tells the same whoever writes.
        return {(one.id, host): words for one in self.sudo() for host, words in one._told().items()}

    @api.model
    def _tell(self, before, after):
        """One line in each history in which something reads otherwise now."""
        news = defaultdict(lambda: defaultdict(list))
        for key in dict.fromkeys([*before, *after]):
            had, has, host = before.get(key), after.get(key), key[1]
            if had and has and had != has:
                news[host][CHANGED].append(f"{had} → {has}")
            elif had != has:
                news[host][ADDED if has else REMOVED].append(has or had)
        if news:
            bodies = {host.id: self._text_news(told) for host, told in news.items()}
            next(iter(news)).browse(bodies)._message_log_batch(bodies)

    @api.model
    def _text_news(self, told):
        """:param dict told: what became of parts -> their words"""
        labels = {
            ADDED: self.env._("Added: %s."),
            CHANGED: self.env._("Changed: %s."),
            REMOVED: self.env._("Removed: %s."),
        }
        named = {what: some_of(self.env, words, MOST_NAMED) for what, words in told.items()}
        return " ".join(label % named[what] for what, label in labels.items() if what in named)
