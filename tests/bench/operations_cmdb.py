"""What runs on what: what a failure does, the map, and the screens, in a landscape of a company.

Nothing in Odoo stands beside it. The landscape is there beside the tickets, see ``landscape.py``.
"""
import random
import time

from . import landscape, people, specification
from .operations import PAGE, operation

CI = "service.desk.ci"
THINGS = landscape.SITE * landscape.SITES
SAMPLE = 60
#: Of a hundred things, so many take less.
HIGH = 0.95
SHOWN = 500


def _sample(scene):
    """Things drawn at random, the same each time."""
    ids = scene.env[CI].sudo().search([("number", "!=", False)], order="id").ids
    return random.Random(19).sample(ids, min(SAMPLE, len(ids)))


def _ranked(scene, ask):
    """Things by how long the question takes about each, quickest first."""
    spent = {}
    for one in _sample(scene):
        for _round in range(2):
            scene.env.invalidate_all()
            started = time.perf_counter()
            ask(scene.env[CI].browse(one))
            spent[one] = min(spent.get(one, 9), time.perf_counter() - started)
    return [scene.env[CI].browse(one) for one in sorted(spent, key=spent.get)]


def _impact(item):
    return item._impact()


@operation(f"impact of one of {THINGS:,} things, median of {SAMPLE}", limit=150, has_bare=False, share=4)
def cmdb_impact(scene):
    item = _ranked(scene, _impact)[SAMPLE // 2]
    return item._impact


@operation(f"impact of one of {THINGS:,} things, 95th of 100", limit=150, has_bare=False, share=4)
def cmdb_impact_high(scene):
    item = _ranked(scene, _impact)[int(SAMPLE * HIGH)]
    return item._impact


@operation("impact of a switch, on which a site relies", limit=150, has_bare=False, share=2)
def cmdb_impact_switch(scene):
    switches = scene.env[CI].search([("class_id.code", "=", "network_device")], order="id desc", limit=2)
    return lambda: switches._impact()


@operation("what one business service relies on", limit=150, has_bare=False, share=2)
def cmdb_impact_up(scene):
    item = scene.env[CI].search([("class_id.code", "=", "business_service")], order="id desc", limit=1)
    return lambda: item._impact("up")


@operation(f"map of {SHOWN} things", limit=500, has_bare=False, share=2)
def cmdb_map(scene):
    item = scene.env[CI].search([("class_id.code", "=", "storage")], order="id desc", limit=1)
    board = scene.env["service.desk.ci.graph"]
    shown = len(board.graph(item.ids, "down", 10)["nodes"])
    assert shown == SHOWN or scene.scale < landscape.FULL_SCALE, f"{shown} things on the map"
    return lambda: board.graph(item.ids, "down", 10)


@operation("map of a host, three steps", limit=150, has_bare=False, share=2)
def cmdb_map_near(scene):
    item = scene.env[CI].search([("class_id.code", "=", "server")], order="id desc", limit=1)
    return lambda: scene.env["service.desk.ci.graph"].graph(item.ids, "both", 3)


@operation("what if, on the map", limit=300, has_bare=False, share=2)
def cmdb_simulate(scene):
    item = scene.env[CI].search([("class_id.code", "=", "storage")], order="id desc", limit=1)
    return lambda: scene.env["service.desk.ci.graph"].simulate(item.ids)


@operation(f"list of {THINGS:,} things", limit=150, has_bare=False, share=2)
def cmdb_list(scene):
    model = scene.env[CI].with_context(bin_size=True)
    fields = specification.of_view(model, "list")
    return lambda: model.web_search_read([("state", "not in", ("retired", "disposed"))], fields, **PAGE)


@operation("reading the form of a thing", limit=150, has_bare=False, share=2)
def cmdb_form(scene):
    model = scene.env[CI].with_context(bin_size=True)
    item = model.search([("class_id.code", "=", "application")], order="id desc", limit=1)
    fields = specification.of_view(model, "form")
    return lambda: item.web_read(fields)


@operation(f"finding one of {THINGS:,} things by its number", limit=100, has_bare=False, share=2)
def cmdb_find(scene):
    number = scene.env[CI].search([], order="id desc", limit=1).number
    return lambda: scene.env[CI].name_search(number, limit=8)


@operation("create one thing with two relations", login=people.MANAGER, limit=100, has_bare=False, share=2)
def cmdb_create(scene):
    # sudo: the bench's people keep no configuration.
    env = scene.env(su=True)
    kind = env.ref("service_desk_cmdb.ci_class_application")
    targets = env[CI].search([("class_id.code", "=", "virtual_machine")], order="id desc", limit=2)
    runs_on = env.ref("service_desk_cmdb.ci_relation_type_runs_on")
    lines = [(0, 0, {"type_id": runs_on.id, "target_id": one.id}) for one in targets]
    values = {"name": "Bench", "class_id": kind.id, "state": "in_use", "source_relation_ids": lines}
    return lambda: env[CI].create([values])
