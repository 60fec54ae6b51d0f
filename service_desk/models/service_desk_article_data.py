"""The life of an article, its words, and what of it readers see."""

from ..lifecycle import ACTIVE, AGENT, CLOSED, DONE, NEW, Lifecycle, Move

ARTICLE_KINDS = [("article", "Article"), ("known_error", "Known Error")]

ARTICLE_STATES = [
    ("draft", "Draft"),
    ("review", "In Review"),
    ("published", "Published"),
    ("retired", "Retired"),
]

#: The state tells of the text that is being worked on. Whether readers have a text meanwhile, an
#: older one, is a fact beside it: ``is_live``.
ARTICLE_LIFECYCLE = Lifecycle(
    phases={"draft": NEW, "review": ACTIVE, "published": DONE, "retired": CLOSED},
    moves=(
        Move("review", ("draft",), roles=(AGENT,)),
        Move("draft", ("review", "published", "retired"), roles=(AGENT,)),
        Move("published", ("draft", "review"), roles=(AGENT,), guard="_guard_publish"),
        Move("retired", ("draft", "review", "published"), roles=(AGENT,), guard="_guard_retire"),
    ),
    working="draft",
    waiting="review",
    closing="published",
    dropping="retired",
)

AUDIENCES = [
    ("public", "Everybody, without a login"),
    ("all", "Employees and customers"),
    ("internal", "Employees"),
    ("portal", "Customers"),
    ("contract", "Customers with a contract"),
    ("desk", "The desk"),
    ("teams", "Certain teams of the desk"),
]

#: What readers read; each has a twin for the version that is being written: ``draft_name``.
TEXT_FIELDS = ("name", "symptom", "body", "workaround")
LIVE_FIELDS = (*TEXT_FIELDS, "attachment_ids")
DRAFT_FIELDS = tuple(f"draft_{name}" for name in LIVE_FIELDS)
#: What decides who reads a published article, and who may publish it.
GUARDED_WHEN_LIVE = frozenset({"audience", "audience_team_ids", "service_ids", "team_id", "company_id", "lang"})

#: Kept by the desk: a person or an RPC client that sends one of them is refused.
ARTICLE_FACTS = frozenset({"number", "phase", "is_live", "author_id", "date_published", "date_reminded", "popularity"})

MAX_TITLE = 200
#: Characters of HTML; a printed page has three thousand or so.
MAX_BODY = 500_000

#: Who works at the desk. How an article comes about is their business alone.
DESK = "service_desk.group_agent"

USE_KINDS = [
    ("linked", "Linked"),
    ("reply", "Sent to the Requester"),
    ("resolution", "In the Resolution"),
    ("origin", "Drawn from It"),
    ("solved", "Solved without a Ticket"),
]

#: What counts as "of late", and how many readings a use is worth.
POPULAR_DAYS = 90
USE_WEIGHT = 5
