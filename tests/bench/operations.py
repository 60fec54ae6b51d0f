"""What is measured: things people do all day, each done as one of them.

An operation gets a :class:`~.ground.Scene`, prepares what it needs and returns what is to be
timed. It runs on the desk and, unless it has no counterpart there, in the same way on the bare
model.
"""
from collections.abc import Callable
from dataclasses import dataclass

from . import people, specification
from .ground import DESK

OPEN_DOMAIN = [("phase", "in", ["new", "active", "pending"])]
#: What the web client asks for: a page, and a count that gives up here.
PAGE = {"limit": 80, "count_limit": 10_001}
COLUMN_LIMIT = 40
SUGGESTIONS = 8
BATCH, CLOSED_AT_ONCE = 1000, 200

OPERATIONS = {}


@dataclass(frozen=True)
class Operation:
    """Something to measure.

    :param target: how many times what the bare model takes it may take; None for no opinion
    :param limit: milliseconds it may take at any scale; for what has no counterpart
    :param growth: how many times longer it may take at the largest scale than at the smallest
    :param share: a long operation is repeated this many times less
    :param addon: another addon that it needs; measured last, as others need it not
    :param count: from the number of tickets to that of things it is about, to tell queries of each
    """

    key: str
    title: str
    login: str
    prepare: Callable
    target: float | None = None
    limit: float | None = None
    growth: float | None = None
    has_bare: bool = True
    share: int = 1
    addon: str | None = None
    count: Callable | None = None


def operation(title, login=people.AGENT, **facts):
    """Register the decorated function as an operation under its name."""
    def register(function):
        key = function.__name__
        OPERATIONS[key] = Operation(key, title, login, function, **facts)
        return function
    return register


# -- Writing ---------------------------------------------------------------------------------------

@operation("create one ticket", target=1.5)
def create(scene):
    # The bare model sends no mail either; what that takes is measured below.
    values = _new_ticket(scene, 1)
    model = scene.model.with_context(service_desk_acknowledge=False)
    return lambda: model.create([values])


@operation("create one ticket, acknowledge it by mail", has_bare=False)
def create_acknowledged(scene):
    values = _new_ticket(scene, 1)
    return lambda: scene.model.create([values])


@operation(f"create {BATCH:,} in one call", target=3, share=4)
def create_many(scene):
    values = [_new_ticket(scene, number) for number in range(BATCH)]
    return lambda: scene.model.create(values)


@operation("change of state, one ticket")
def start(scene):
    ticket = scene.tickets([("state", "=", "new")], limit=1)
    return lambda: ticket.write({"state": "in_progress"})


@operation(f"close {CLOSED_AT_ONCE} in one write", target=3, share=2)
def close(scene):
    tickets = scene.tickets([("state", "=", "resolved")], limit=CLOSED_AT_ONCE)
    return lambda: tickets.write({"state": "closed"})


@operation("post a message to the requester", target=1.2)
def message(scene):
    ticket = scene.tickets([("state", "=", "in_progress")], limit=1)
    return lambda: ticket.message_post(
        body="We are looking at it.", message_type="comment", subtype_xmlid="mail.mt_comment")


def _new_ticket(scene, number):
    """A call that an agent writes down."""
    return {
        "name": f"Laptop {number} does not start",
        "description": "<p>It worked yesterday.</p>",
        "requester_id": scene.pick("requester", number),
        "service_id": scene.pick("service", number),
        "category_id": scene.pick("category", number),
        "team_id": scene.pick("team", number),
        "impact": "2",
        "urgency": "3",
        "channel": "phone",
    }


# -- Reading ---------------------------------------------------------------------------------------

@operation("list of open tickets, restricted agent", target=1, growth=2)
def list_agent(scene):
    return _list(scene, OPEN_DOMAIN)


@operation("list of all tickets, manager", login=people.MANAGER, target=1.5)
def list_manager(scene):
    return _list(scene, [])


@operation("kanban of open tickets by state, agent", target=1.3, growth=2)
def kanban(scene):
    fields = _specification(scene, "kanban")
    model = scene.model.with_context(read_group_expand=True)
    bar = {"field": "priority", "colors": {"1": "danger", "2": "warning", "3": "info"}}

    def load():
        model.web_read_group(
            OPEN_DOMAIN, ["state"], [], auto_unfold=True, opening_info=[],
            unfold_read_specification=fields, unfold_read_default_limit=COLUMN_LIMIT)
        scene.model.read_progress_bar(OPEN_DOMAIN, "state", bar)
    return load


@operation("work queue, restricted agent", growth=2, has_bare=False)
def queue(scene):
    work = scene.env["service.desk.work"]
    domain = [("team_id.member_ids", "in", scene.env.uid)]
    fields = specification.of_view(work, "list")
    return lambda: work.web_search_read(domain, fields, **PAGE)


@operation("work queue, all teams an agent sees", growth=2, has_bare=False)
def queue_all(scene):
    work = scene.env["service.desk.work"]
    fields = specification.of_view(work, "list")
    return lambda: work.web_search_read([], fields, **PAGE)


@operation("overview of 30 days, agent", limit=1000, has_bare=False)
def overview(scene):
    return scene.env["service.desk.overview"].get_overview


@operation("overview of 30 days, manager", login=people.MANAGER, limit=1000, has_bare=False)
def overview_manager(scene):
    return scene.env["service.desk.overview"].get_overview


@operation("similar subjects while typing", has_bare=False)
def similar(scene):
    return lambda: scene.model.similar_open("The printer prints wrong figures")


@operation("portal: my tickets", login=people.REQUESTER, has_bare=False)
def portal(scene):
    pages = scene.env["service.desk.portal"]

    def load():
        domain = pages._domain()
        pages._count(domain)
        for ticket in pages._page(domain):
            ticket._portal_summary()
    return load


@operation("reading a form", target=3)
def form(scene):
    fields = _specification(scene, "form")
    ticket = scene.tickets([("state", "=", "in_progress")], limit=1)
    return lambda: ticket.with_context(bin_size=True).web_read(fields)


@operation("autocomplete by number", target=1)
def name_number(scene):
    return _autocomplete(scene, f"INC{scene.scale // 2:07}")


@operation("autocomplete by a common word", target=1)
def name_word(scene):
    return _autocomplete(scene, "printer")


@operation("search without a hit", target=0.05)
def search_miss(scene):
    return _list(scene, ["|", ("number", "ilike", "qwxzjv"), ("name", "ilike", "qwxzjv")])


def _list(scene, domain):
    fields = _specification(scene, "list")
    model = scene.model.with_context(bin_size=True)
    return lambda: model.web_search_read(domain, fields, **PAGE)


def _autocomplete(scene, text):
    return lambda: scene.model.web_name_search(text, {"display_name": {}}, limit=SUGGESTIONS)


def _specification(scene, view_type):
    """What the incident's view shows; of the bare model the same columns, as far as it has them."""
    return specification.restricted(
        specification.of_view(scene.env[DESK], view_type), scene.model)
