from markupsafe import Markup

from odoo import api, models

from ..guide import parse_path
from .service_desk_portal_data import MODEL_OF_KIND


class ServiceDeskGuidePortalMixin(models.AbstractModel):
    """Guides as those see them who need help: with their own rights, and never others' tickets."""

    _name = "service.desk.guide.portal.mixin"
    _description = "Guides on the Portal"

    @api.model
    def _portal_guides(self):
        """What is published to the current user, agents included."""
        return self.search([("is_for_me", "=", True)])

    @api.model
    def _portal_find(self, guide_id):
        """The published guide of that number that is for the current user, or nothing."""
        if not 0 < guide_id < 2**31:
            return self.browse()
        return self.search([("id", "=", guide_id), ("is_for_me", "=", True)])

    def _portal_walk(self, text):
        """The way and where it leads, of a path as it stands in an address; None if there is none."""
        path = parse_path(text)
        return None if path is None else self._walk(path)

    def _portal_page(self, options, step):
        """One step as plain values: what it asks, or what it ends with."""
        self.ensure_one()
        path = [str(option.id) for option in options]
        return {
            "name": step.name,
            "kind": step.kind,
            "body": step.body,
            "path": ".".join(path),
            "answers": [(option.name, self._portal_url([*path, str(option.id)])) for option in step.option_ids],
            "trail": [
                (option.step_id.name, option.name, self._portal_url(path[:place]))
                for place, option in enumerate(options)
            ],
            "back": self._portal_url(path[:-1]) if path else "/my/guides",
            "article": self._portal_article(step),
            "item": self._portal_item(step),
            "articles": [] if step.kind == "question" else self._portal_articles(options, step),
            "ticket_url": self._portal_ticket_url(step, path),
        }

    def _portal_url(self, path=()):
        return f"/my/guides/{self.id}" + (f"?way={'.'.join(path)}" if path else "")

    def _portal_ticket_url(self, step, path):
        """The form of a new ticket that knows the way; every end has it, for whom it did not help."""
        process = step.process if step.kind == "ticket" else "incident"
        kind = next((kind for kind, model in MODEL_OF_KIND.items() if model == f"service.desk.{process}"), "incident")
        return f"/my/tickets/new?kind={kind}&guide={self.id}&way={'.'.join(path)}"

    def _portal_article(self, step):
        """The article at the end, if it is for the reader."""
        articles = self.env["service.desk.article"]
        return (
            articles.search([("id", "=", step.article_id.id), ("is_for_me", "=", True)])
            if step.kind == "article"
            else articles
        )

    def _portal_item(self, step):
        """What may be ordered at the end, if the reader may."""
        items = self.env["service.desk.catalog.item"]
        if step.kind != "catalog":
            return items
        # sudo: the number alone, for a search with the reader's own rights.
        return items.search([("id", "=", step.sudo().item_id.id), ("is_for_me", "=", True)])

    def _portal_articles(self, options, step):
        """Published articles that say the same as the way, as cards."""
        # sudo: its articles come first; it is not told.
        service = step.sudo().service_id or self.sudo().service_id
        found = self.env["service.desk.article"]._portal_proposals(self._search_text(options, step), service or None)
        return [one.article._portal_card(one) for one in found if one.article != step.article_id]

    def _told(self, options, description):
        """A ticket's description with the answers that led to it."""
        return Markup("%s<p>%s</p>%s") % (
            Markup(description or ""),
            self.env._("Answers given in “%s”:", self.name),
            self._answers(options),
        )

    def _portal_prefill(self, step):
        """What the form of a new ticket begins with."""
        values = step._ticket_values()
        return {
            # Advice that did not help is no subject.
            "name": values["name"] if step.kind == "ticket" else step.ticket_name or self.name,
            # sudo: numbers only; what the reader may not choose is not among the form's options.
            "service": (values["service_id"] or self.sudo().service_id).id or 0,
            "category": values["category_id"].id or 0,
            "urgency": values["urgency"],
        }
