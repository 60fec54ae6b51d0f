"""Searching in what the desk knows, among ten thousand articles of 40 words.

Nothing in Odoo stands beside it. The articles are inserted by SQL in the operation's own
transaction; their words are as unevenly common as those of a language.
"""
from odoo.tools import SQL

from . import people
from .operations import operation

ARTICLES, WORDS = 10_000, 40
#: From so many tickets on, there are as many articles as the titles say.
FULL_SCALE = 10_000
COMMON, RARE, UNKNOWN = "term1", "term4321", "hippopotamus"


@operation(
    f"knowledge: a common word in {ARTICLES:,} articles", login=people.REQUESTER, limit=150, has_bare=False, share=4)
def knowledge_common(scene):
    return _search(scene, COMMON)


@operation(
    f"knowledge: a sentence in {ARTICLES:,} articles", login=people.REQUESTER, limit=300, has_bare=False, share=4)
def knowledge_sentence(scene):
    return _search(scene, f"{COMMON} {RARE} does not work with term7 since term90 was changed by term800")


@operation(f"knowledge: nothing in {ARTICLES:,} articles", login=people.REQUESTER, limit=300, has_bare=False, share=4)
def knowledge_nothing(scene):
    return _search(scene, UNKNOWN)


def _search(scene, text):
    articles = scene.env["service.desk.article"]
    _write_articles(scene)
    found = articles._found(text)
    assert bool(found) == (text != UNKNOWN), f"{len(found)} found for {text}"
    return lambda: articles._found(text)


def _write_articles(scene):
    env = scene.env
    count = min(ARTICLES, max(ARTICLES * scene.scale // FULL_SCALE, 100))
    # All at once is many times faster than row by row.
    env.cr.execute("SELECT pg_get_indexdef('service_desk_article_search_document_index'::regclass)")
    index = env.cr.fetchone()[0]
    env.cr.execute("DROP INDEX service_desk_article_search_document_index")
    env.cr.execute(SQL(
        """
        INSERT INTO service_desk_article
               (number, name, body, lang, kind, audience, company_id, state, phase, is_live, date_published,
                create_uid, create_date, write_uid, write_date)
        SELECT 'KBB' || n, %(title)s, '<p>' || %(text)s || '</p>', 'en_US', 'article',
               CASE n %% 3 WHEN 0 THEN 'internal' ELSE 'all' END, %(company)s, 'published', 'done', TRUE, now(),
               1, now(), 1, now()
          FROM generate_series(1, %(count)s) n
        """,
        title=_words("n", 6), text=_words("n", WORDS), company=env.company.id, count=count))
    env.cr.execute(index)
    env.cr.execute("ANALYZE service_desk_article")
    env.invalidate_all()


def _words(row, count):
    """So many words, drawn anew for each row; small numbers are common ones."""
    return SQL(
        "(SELECT string_agg('term' || floor(power(random(), 3) * 5000)::int, ' ')"
        " FROM generate_series(1, %s + 0 * %s))", count, SQL.identifier(row))
