"""What the tests of knowledge share."""

from .common import ServiceDeskCase


class ArticleCase(ServiceDeskCase):
    """Articles, and the people who write, publish and read them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.articles = cls.env["service.desk.article"]
        # What came with demo data would be found, too.
        cls.articles.search([]).write({"is_live": False})
        cls.company = cls.env.company
        cls.team_one.leader_id = cls.manager

    @classmethod
    def make_article(cls, name="Restart the router", user=None, **values):
        """A draft of ``user`` (the first agent)."""
        values = {"body": "<p>Pull the plug, wait, put it back.</p>", "lang": "en_US", **values}
        return cls.articles.with_user(user or cls.agent).create({"name": name, **values})

    @classmethod
    def make_published(cls, name="Restart the router", user=None, **values):
        """An article that a manager has published."""
        article = cls.make_article(name, user, **values)
        article.with_user(cls.manager).action_publish()
        return article
