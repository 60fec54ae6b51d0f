"""How well and how fast like tickets are found, on real tickets from a file.

The file is a CSV (``.gz`` or not) with a text and the group that handled it, in its first two
columns; it is never part of the project. The last tickets are held out: each is asked for, and the
groups of what is found vote for its group. Then the desk gets many more tickets, mixed out of the
words of two of one group and a few words that are rare, and the same questions are asked again.
"""
import csv
import gzip
import io
import random
import statistics
import time
from collections import Counter, defaultdict
from html import escape

from odoo.api import SUPERUSER_ID, Environment
from odoo.tools import SQL

from . import filling, people

HELD_OUT = 1000
#: Questions asked of many tickets.
ASKED = 200
#: Found tickets that vote.
VOTERS = 30
#: As much of a text is its subject.
SUBJECT_LENGTH = 80
BATCH = 1000
MODEL = "service.desk.incident"
#: Asked beside the real ones: nothing but common words, or a single one.
SHORT = ("printer", "password reset please", "vpn is slow", "please help")


def measure(made, path, scale):
    """Print accuracy, then times at the number of tickets in the file and at ``scale``."""
    rows = _rows(path)
    known, asked = rows[:-HELD_OUT], rows[-HELD_OUT:]
    registry = made.copy("likeness")
    with registry.cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "service_desk_acknowledge": False})
        _create(env, known)
        _read(env)
        cr.commit()
    _vacuum(registry)
    most = Counter(group for _text, group in known).most_common(1)[0][0]
    _tell("largest group", sum(group == most for _text, group in asked) / len(asked))
    right, reasons, took = _ask(registry, asked)
    _tell("group of like tickets", right)
    _tell("with a reason", reasons)
    _tell_times(len(known), took)
    if scale > len(known):
        with registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            _multiply(env, known, scale)
            cr.commit()
            started = time.monotonic()
            _read(env)
            print(f"- read by the job in {time.monotonic() - started:.0f} s", flush=True)
        _vacuum(registry)
        questions = asked[:ASKED] + [(text, None) for text in SHORT]
        _ask(registry, questions[:10])
        _tell_times(scale, _ask(registry, questions)[2])


def _rows(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return [(row[0], row[1]) for row in list(csv.reader(file))[1:]]


def _create(env, rows):
    teams = {group: env["service.desk.team"].create({"name": group}).id
             for group in sorted({group for _text, group in rows})}
    requester = people.ids(env, "requester")[0]
    for start in range(0, len(rows), BATCH):
        env[MODEL].create([
            {"name": text[:SUBJECT_LENGTH].strip() or "?",
             "description": f"<p>{escape(text[SUBJECT_LENGTH:])}</p>",
             "requester_id": requester, "team_id": teams[group]}
            for text, group in rows[start:start + BATCH]])
    env.flush_all()


def _read(env):
    """What the job does."""
    index = env["service.desk.likeness"]
    while index._index(MODEL):
        env.cr.commit()
    env["service.desk.likeness.word"]._count(index.search_count([]))


def _ask(registry, asked):
    """Ask as an agent; what part was right, what part had a reason, and milliseconds for each."""
    right, reasons, took = 0, 0, []
    with registry.cursor() as cr:
        uid = Environment(cr, SUPERUSER_ID, {})["res.users"].search([("login", "=", people.AGENT)]).id
        incidents = Environment(cr, uid, {})[MODEL]
        for text, group in asked:
            incidents.env.invalidate_all()
            started = time.perf_counter()
            likes = incidents._like_text(text, limit=VOTERS)
            took.append((time.perf_counter() - started) * 1000)
            votes = defaultdict(float)
            for like in likes:
                votes[incidents.browse(like.ticket_id).sudo().team_id.name] += like.score**2
            right += bool(votes) and max(votes, key=votes.get) == group
            reasons += all(like.words for like in likes)
    return right / len(asked), reasons / len(asked), took


def _multiply(env, rows, scale):
    """More tickets by SQL, as copies of one with other words."""
    rest = ("SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND column_name NOT IN ('id', 'number', 'name', 'description')")
    env.cr.execute(rest, [env[MODEL]._table])
    columns = SQL(", ").join(SQL.identifier(name) for name, in env.cr.fetchall())
    sample = env[MODEL].search([], order="id", limit=1)
    drawn = _drawn(rows)
    env.cr.execute("CREATE TEMP TABLE mixed (number varchar, name varchar, description text)")
    for start in range(sample.search_count([]), scale, 50_000):
        buffer = io.StringIO("".join(
            f"MIX{number}\t{next(drawn)}" for number in range(start, min(start + 50_000, scale))))
        env.cr.copy_expert("COPY mixed FROM STDIN", buffer)
    with filling.naked(env.cr, env[MODEL]._table):
        env.cr.execute(SQL(
            "INSERT INTO %(table)s (number, name, description, %(columns)s)"
            " SELECT mixed.number, mixed.name, mixed.description, sample.*"
            " FROM mixed, (SELECT %(columns)s FROM %(table)s WHERE id = %(id)s) sample",
            table=SQL.identifier(env[MODEL]._table), columns=columns, id=sample.id))
    print(f"- {scale:,} tickets", flush=True)


def _drawn(rows):
    """Endless tickets with the words of real ones."""
    chance = random.Random(7)
    groups = defaultdict(list)
    for text, group in rows:
        groups[group].append(text.split())
    while True:
        text, group = chance.choice(rows)
        words = [word for word in text.split() if chance.random() < 0.65]
        words += [word for word in chance.choice(groups[group]) if chance.random() < 0.3]
        words += [f"h{int(chance.paretovariate(0.25)) % 3_000_000:x}" for _ in range(chance.randrange(4))]
        text = " ".join(words).replace("\\", " ")
        yield f"{text[:SUBJECT_LENGTH].strip() or '?'}\t<p>{escape(text[SUBJECT_LENGTH:])}</p>\n"


def _vacuum(registry):
    with registry.cursor() as cr:
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE service_desk_likeness")
        cr.execute("VACUUM ANALYZE service_desk_likeness_word")
        cr.execute("VACUUM ANALYZE service_desk_incident")


def _tell(label, part):
    print(f"{label:<24} {part:.3f}", flush=True)


def _tell_times(tickets, took):
    took = sorted(took)
    print(f"among {tickets:>9,} tickets: median {statistics.median(took):.0f} ms,"
          f" 95 of 100 within {took[int(len(took) * 0.95)]:.0f} ms", flush=True)
