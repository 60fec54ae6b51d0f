"""A guide that ends in each way there is."""

from odoo.fields import Command


class GuideCase:
    """Mixed into test cases that have the desk's people."""

    @classmethod
    def make_guide(cls, **values):
        """A question that leads to advice, to a ticket and to another question; published."""
        guide = cls.env["service.desk.guide"].with_user(cls.manager).create({"name": "Dead hydrant", **values})
        steps = cls.env["service.desk.guide.step"].with_user(cls.manager)
        cls.first, cls.second, cls.advice, cls.ticket_end = steps.create(
            [
                {"guide_id": guide.id, "sequence": 1, "name": "Is there water?"},
                {"guide_id": guide.id, "sequence": 2, "name": "Is the lid on?"},
                {
                    "guide_id": guide.id,
                    "sequence": 3,
                    "name": "Turn the wheel",
                    "kind": "advice",
                    "body": "<p>To the left.</p>",
                },
                {
                    "guide_id": guide.id,
                    "sequence": 4,
                    "name": "We come",
                    "kind": "ticket",
                    "ticket_name": "Hydrant is dry",
                    "urgency": "1",
                },
            ]
        )
        cls.first.option_ids = [
            Command.create({"name": "Yes", "next_step_id": cls.second.id}),
            Command.create({"name": "No", "next_step_id": cls.ticket_end.id}),
        ]
        cls.second.option_ids = [Command.create({"name": "It is", "next_step_id": cls.advice.id})]
        cls.yes, cls.no = cls.first.option_ids
        cls.lid = cls.second.option_ids
        guide.action_publish()
        return guide
