"""Items to order, for tests."""

from .common import ServiceDeskCase


class CatalogCase(ServiceDeskCase):
    """A catalog of a few items: one with a form, some that not everybody sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls.env["service.desk.catalog.item"]
        cls.items.search([("state", "=", "published")]).state = "draft"
        cls.category = cls.env["service.desk.category"].create({"name": "Devices"})
        cls.laptop = cls.make_item(
            "Laptop",
            price=900,
            max_quantity=3,
            category_id=cls.category.id,
            team_id=cls.team_two.id,
            delivery_hours=16,
            keywords="notebook computer",
        )
        cls.model = cls.ask(
            cls.laptop,
            "Which model?",
            "choice",
            code="model",
            is_required=True,
            choices={"light": 0, "strong": 500, "other": 0},
        )
        cls.which = cls.ask(cls.laptop, "Which one?", code="which", is_required=True)
        cls.when(cls.which, cls.model, "is", "other")
        cls.why = cls.ask(cls.laptop, "What for?", "long_text", code="why")
        cls.when(cls.why, cls.model, "is", "strong", purpose="require")
        cls.wanted = cls.ask(cls.laptop, "Until when?", "date", code="wanted", minimum="0")
        cls.photo = cls.ask(cls.laptop, "A picture", "file", code="photo", extensions="png, txt", max_mb=1)
        cls.monitor = cls.make_item("Monitor", price=200, max_quantity=2)
        cls.draft = cls.make_item("Draft thing", publish=False)
        cls.for_customers = cls.make_item("Customer thing", audience="portal")
        cls.for_all = cls.make_item("Common thing", audience="all")

    @classmethod
    def make_item(cls, name, publish=True, **values):
        item = cls.items.create({"name": name, **values})
        if publish:
            item.action_publish()
        return item

    @classmethod
    def ask(cls, item, name, kind="text", choices=(), **values):
        """Add a question; ``choices`` maps names to what they add to the price."""
        lines = [(0, 0, {"name": choice, "value": choice, "price_extra": choices[choice]}) for choice in choices]
        sequence = 10 * (len(item.question_ids) + 1)
        return cls.env["service.desk.catalog.question"].create(
            {
                "item_id": item.id,
                "name": name,
                "kind": kind,
                "sequence": sequence,
                "choice_ids": lines,
                **values,
            }
        )

    @classmethod
    def when(cls, question, other, operator, value="", purpose="show"):
        return cls.env["service.desk.catalog.condition"].create(
            {
                "question_id": question.id,
                "on_question_id": other.id,
                "operator": operator,
                "value": value,
                "purpose": purpose,
            }
        )

    def order(self, user, *lines, for_partner=None):
        """Order as somebody: lines are items, or (item, quantity, answers, files)."""
        data = []
        for line in lines:
            line = line if isinstance(line, tuple) else (line,)
            item, quantity, answers, files = (*line, *(1, {}, {})[len(line) - 1 :])
            data.append({"item_id": item.id, "quantity": quantity, "answers": answers, "files": files})
        return self.items.with_user(user)._place_order(data, for_partner)
