"""Configuration items from two sources, made up by hypothesis: rows in any order, jobs that stop anywhere.

What must come out is worked out a second time here, from what both sources say alone. The same stories
are told in each run, so that a failure can be seen again.
"""

from base64 import b64encode
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady, uncommitted, undone

from odoo.addons.service_desk_cmdb.models import service_desk_ci_import_run_mixin

briefly = settings(steady, max_examples=25)

SOURCES = ("strong", "weak")
THINGS = range(6)
COLUMNS = ("version", "manufacturer", "hostname", "memory_gb")
FORTH, BACK = "depends_on", "is needed by"

#: What a source knows of a thing: values by column, and things that it relies on or that rely on it.
facts = st.fixed_dictionaries(
    {
        "values": st.dictionaries(st.sampled_from(COLUMNS), st.integers(1, 3), max_size=3),
        FORTH: st.sets(st.sampled_from(THINGS), max_size=3),
        BACK: st.sets(st.sampled_from(THINGS), max_size=2),
        "is_split": st.booleans(),
    }
)
knowledge = st.dictionaries(st.sampled_from(THINGS), facts, min_size=1)
turns = st.lists(st.tuples(st.sampled_from(SOURCES), st.integers(1, 7), st.randoms(use_true_random=False)), max_size=3)


def rows_of(known):
    """The sheet of a source; some things stand in two rows."""
    rows = []
    for thing, told in known.items():
        row = {"Name": f"Thing {thing}", "Serial Number": f"PROP{thing}" if thing % 3 else "N/A"}
        others = {way: "; ".join(f"THING {one}" for one in told[way] - {thing}) for way in (FORTH, BACK)}
        if told["is_split"]:
            rows.append({**row, FORTH: others[FORTH]})
            others[FORTH] = ""
        rows.append({**row, **told["values"], **others})
    return rows


def expected(told):
    """name -> values, and the pairs of things that are related, of all that the two sources say."""
    things = {thing for known in told.values() for thing in known}
    values = {}
    for thing in things:
        mine = values[f"Thing {thing}"] = {}
        for source in reversed(SOURCES):
            mine.update(told[source].get(thing, {"values": {}})["values"])
    pairs = set()
    for known in told.values():
        for thing, said in known.items():
            pairs |= {(thing, one) for one in said[FORTH]} | {(one, thing) for one in said[BACK]}
    return values, {pair for pair in pairs if pair[0] != pair[1] and set(pair) <= things}


@pytest.fixture(scope="module")
def desk():
    """An environment with two sources, in a transaction that is never committed."""
    with uncommitted() as env:
        for place, code in enumerate(SOURCES):
            env["service.desk.ci.source"].create({"name": code, "code": code, "sequence": place - 10})
        yield env


def bring(env, code, rows, batch):
    """A sheet, checked and started by jobs that stop after each batch and begin again."""
    header = ["Name", "Serial Number", *COLUMNS, FORTH, BACK]
    lines = [header] + [[str(row.get(name, "")) for name in header] for row in rows]
    job = env["service.desk.ci.import"].create(
        {
            "file": b64encode("\n".join("|".join(line) for line in lines).encode()),
            "source_id": env["service.desk.ci.source"].search([("code", "=", code)]).id,
            "class_id": env.ref("service_desk_cmdb.ci_class_server").id,
        }
    )

    def stop(_count):
        env.flush_all()
        env.invalidate_all()
        return False

    with patch.object(service_desk_ci_import_run_mixin, "ROW_BATCH", batch):
        job.action_check()
        job.action_start()
        for _turn in range(100):
            if job.state == "done":
                break
            job._bring_waiting(stop)
    assert (job.state, job.problem_count, job.failed_count) == ("done", 0, 0), job.row_ids.mapped("message")
    return job


def landscape(env):
    items = env["service.desk.ci"].search([("name", "=like", "Thing _")])
    values = {}
    for item in items:
        assert item.name not in values, "twice"
        own = item._values()
        values[item.name] = {
            name: int(own[name] if name in own else item[name])
            for name in COLUMNS
            if name in own or item._fields.get(name) and item[name]
        }
    relations = env["service.desk.ci.relation"].search([("source_id", "in", items.ids)])
    return values, {(int(one.source_id.name[-1]), int(one.target_id.name[-1])) for one in relations}


def everything(env):
    """All that an import could change, but for when something was seen."""
    items = env["service.desk.ci"].search([("name", "=like", "Thing _")], order="id")
    relations = env["service.desk.ci.relation"].search([("source_id", "in", items.ids)], order="id")
    findings = items.finding_ids.sorted("id")
    return (
        [(item.id, item.write_date, item.state, item.value_sources, item._values()) for item in items],
        [(one.id, one.told_by, one.write_date) for one in relations],
        [(one.id, one.state, one.key, one.found_value, one.source_code) for one in findings],
        len(items.message_ids),
        env["mail.mail"].search_count([]),
        env["mail.notification"].search_count([]),
    )


def forget_writing(env):
    """What is written from now on can be told from what was written before, within one transaction."""
    env.flush_all()
    env.cr.execute("UPDATE service_desk_ci SET write_date = '2020-01-01'")
    env.cr.execute("UPDATE service_desk_ci_relation SET write_date = '2020-01-01'")
    env.invalidate_all()


@briefly
@given(st.fixed_dictionaries(dict.fromkeys(SOURCES, knowledge)), turns)
def test_any_order_gives_what_the_strongest_says(desk, told, turns):
    """Shuffled rows, restarts, two sources in any order; then the same again changes nothing at all."""
    rows = {code: rows_of(told[code]) for code in SOURCES}
    with undone(desk):
        for code, batch, random in turns:
            bring(desk, code, random.sample(rows[code], len(rows[code])), batch)
        # What one tells of a thing that the other has not told of yet is related the next time.
        for code in (*SOURCES, *SOURCES):
            bring(desk, code, rows[code], 3)
        assert landscape(desk) == expected(told)
        forget_writing(desk)
        before = everything(desk)
        for code, batch, random in [*turns, *((code, 2, None) for code in SOURCES)]:
            some = random.sample(rows[code], len(rows[code])) if random else rows[code]
            job = bring(desk, code, some, batch)
            assert set(job.row_ids.mapped("outcome")) == {"same"}
        assert everything(desk) == before
