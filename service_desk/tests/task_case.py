"""Plans and tasks for tests."""

from .common import ServiceDeskCase


class TaskCase(ServiceDeskCase):
    """A plan over two teams: prepare, then two steps at once, then hand over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.make_plan(
            {"name": "Prepare", "team_id": cls.team_one.id, "due_hours": 4},
            {"name": "Install", "team_id": cls.team_two.id, "after": ["Prepare"]},
            {"name": "Connect", "team_id": cls.team_two.id, "after": ["Prepare"]},
            {"name": "Hand over", "team_id": cls.team_one.id, "after": ["Install", "Connect"]},
        )

    @classmethod
    def make_plan(cls, *steps, **values):
        """A plan of steps in this order; ``after`` names the steps that one waits for."""
        plan = cls.env["service.desk.task.plan"].create({"name": "Laptop", **values})
        made = {}
        for place, step in enumerate(steps):
            step = dict(step)
            after = step.pop("after", [])
            made[step["name"]] = cls.env["service.desk.task.template"].create(
                {
                    "plan_id": plan.id,
                    "sequence": place,
                    "predecessor_ids": [made[name].id for name in after],
                    **step,
                }
            )
        return plan

    @classmethod
    def make_action(cls, model, code):
        """A server action that runs a piece of code."""
        return cls.env["ir.actions.server"].create(
            {"name": "Odd", "model_id": cls.env["ir.model"]._get_id(model), "state": "code", "code": code}
        )

    @classmethod
    def start(cls, plan=None, ticket=None, answers=None, **values):
        """The tasks of a plan that was just started, as name -> task of the first agent."""
        ticket = ticket or cls.make_request(**values)
        tasks = ticket._start_plan(plan or cls.plan, answers)
        return {task.name: task for task in tasks.with_user(cls.agent)}

    @classmethod
    def make_task(cls, ticket=None, user=None, **values):
        """A task that an agent adds to a ticket."""
        ticket = ticket or cls.make_request()
        column = "incident_id" if ticket._name == "service.desk.incident" else "request_id"
        return (
            cls.env["service.desk.task"]
            .with_user(user or cls.agent)
            .create({"name": "Look into it", column: ticket.id, **values})
        )

    @classmethod
    def states(cls, tasks):
        """name -> state"""
        return {name: task.state for name, task in tasks.items()}
