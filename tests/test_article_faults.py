"""Articles under pressure, on real connections that really commit: nothing doubled, nothing lost."""

import pytest
from connections import act, at_once, connection


@pytest.fixture(scope="module")
def people():
    """Two managers of the desk, really stored."""
    with connection() as env:
        users = env["res.users"].with_context(no_reset_password=True).create(
            [
                {
                    "name": f"fault manager {number}",
                    "login": f"fault_article_{number}",
                    "group_ids": [(6, 0, env.ref("service_desk.group_manager").ids)],
                }
                for number in range(2)
            ]
        )
        ids = users.ids
    yield ids
    with connection() as env:
        for user in env["res.users"].browse(ids):
            user.write({"active": False, "login": f"{user.login}_{user.id}"})


@pytest.fixture
def article(people):
    """A published article with a new version."""
    with connection(people[0]) as env:
        article = env["service.desk.article"].create({"name": "Fault", "body": "<p>One</p>"})
        article.action_publish()
        article.action_revise()
        article.write({"draft_body": "<p>Two</p>", "change_note": "fault"})
        article_id = article.id
    yield article_id
    with connection() as env:
        env.cr.execute("DELETE FROM service_desk_article_revision WHERE article_id = %s", [article_id])
        env["service.desk.article"].browse(article_id).unlink()


@pytest.mark.parametrize("_attempt", range(4))
def test_two_who_publish_at_once_make_one_revision(people, article, _attempt):
    """Both are told that it is done; it is numbered once."""

    def publish(env):
        env["service.desk.article"].browse(article).action_publish()

    assert at_once(*((uid, publish) for uid in people)) == ["done", "done"]
    with connection() as env:
        found = env["service.desk.article"].browse(article)
        assert found.revision_ids.mapped("number") == [2, 1]
        assert found.body == "<p>Two</p>"


@pytest.mark.parametrize("_attempt", range(4))
def test_text_written_while_it_is_published_is_not_lost_unseen(people, article, _attempt):
    """Either it is a part of what is published, or whoever wrote it is told that it was too late."""

    def publish(env):
        env["service.desk.article"].browse(article).action_publish()

    def write(env):
        env["service.desk.article"].browse(article).write({"draft_body": "<p>Three</p>"})

    published, written = at_once((people[0], publish), (people[1], write))
    assert published == "done"
    with connection() as env:
        found = env["service.desk.article"].browse(article)
        assert found.body == ("<p>Three</p>" if written == "done" else "<p>Two</p>")
        assert found.revision_ids[0].body == found.body


def test_votes_of_one_person_at_once_are_one_vote(people, article):
    """Double clicks, and two windows."""

    def vote(env):
        env["service.desk.article"].browse(article)._vote(True)

    assert at_once(*[(people[0], vote)] * 4) == ["done"] * 4
    with connection() as env:
        assert env["service.desk.article"].browse(article).helpful_count == 1


def test_searches_in_vain_at_once_are_all_counted(people):
    """In one row."""

    def miss(env):
        env["service.desk.search.term"].sudo()._missed("fault nothing")

    assert at_once(*[(people[0], miss)] * 4) == ["done"] * 4
    assert act(people[1], miss) == "done"
    with connection() as env:
        term = env["service.desk.search.term"].search([("name", "=", "fault nothing")])
        assert term.mapped("count") == [5]
        term.unlink()
