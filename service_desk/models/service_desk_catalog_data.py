"""Words, limits and the life of what can be ordered."""

from odoo.tools.translate import LazyTranslate

from ..lifecycle import ACTIVE, CLOSED, MANAGER, NEW, Lifecycle, Move

_lt = LazyTranslate(__name__)

ITEM_STATES = [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")]

#: Only what is published can be ordered; what is retired keeps its place in old orders.
ITEM_LIFECYCLE = Lifecycle(
    phases={"draft": NEW, "published": ACTIVE, "retired": CLOSED},
    moves=(
        Move("published", ("draft", "retired"), roles=(MANAGER,), guard="_guard_publish"),
        Move("retired", ("draft", "published"), roles=(MANAGER,)),
        Move("draft", ("published", "retired"), roles=(MANAGER,)),
    ),
    closing="retired",
)

ITEM_PROCESSES = [("request", "Service request"), ("incident", "Incident")]
MODEL_OF_PROCESS = {"request": "service.desk.request", "incident": "service.desk.incident"}

ITEM_AUDIENCES = [
    ("all", "Employees and customers"),
    ("internal", "Employees"),
    ("portal", "Customers"),
]

QUESTION_KINDS = [
    ("heading", "Heading"),
    ("text", "Text"),
    ("long_text", "Long text"),
    ("number", "Number"),
    ("date", "Date"),
    ("datetime", "Date and time"),
    ("choice", "One choice"),
    ("choices", "Several choices"),
    ("yes_no", "Yes or no"),
    ("person", "Person"),
    ("record", "Record"),
    ("file", "Files"),
]

#: Where an answer comes from before anybody types one.
DEFAULT_KINDS = [
    ("fixed", "Always this"),
    ("today", "Today"),
    ("name", "Name of the person"),
    ("email", "E-mail of the person"),
    ("phone", "Phone of the person"),
    ("function", "Job position of the person"),
    ("company", "Organization of the person"),
    ("street", "Street of the person"),
    ("zip", "ZIP of the person"),
    ("city", "City of the person"),
    ("person", "The person"),
]

CONDITION_PURPOSES = [("show", "Show only if"), ("require", "Required if")]
CONDITION_OPERATORS = [
    ("is", "is"),
    ("is_not", "is not"),
    ("one_of", "is one of"),
    ("contains", "contains"),
    ("at_least", "is at least"),
    ("at_most", "is at most"),
    ("filled", "is answered"),
    ("empty", "is not answered"),
]

#: How what is wrong with an answer reads: kind of :class:`~..forms.Problem` -> sentence.
PROBLEM_WORDS = {
    "missing": _lt("Please answer this."),
    "not_number": _lt("Please write a number, like 12 or 2.5."),
    "too_small": _lt("The smallest possible number is %(limit)s."),
    "too_large": _lt("The largest possible number is %(limit)s."),
    "too_short": _lt("Please write at least %(limit)s characters."),
    "too_long": _lt("This has %(length)s characters, %(limit)s are possible."),
    "pattern": _lt("This does not look as it should."),
    "not_date": _lt("This is not a day of the calendar."),
    "too_early": _lt("Please choose a day not before %(limit)s."),
    "too_late": _lt("Please choose a day not after %(limit)s."),
    "not_choice": _lt("Please choose one of the answers."),
    "not_found": _lt("We did not find this. Please choose one of the suggestions."),
    "not_unique": _lt("There are several of this name. Please give the e-mail address."),
    "too_few": _lt("Please choose at least %(limit)s."),
    "too_many": _lt("Please choose %(limit)s at most."),
    "file_type": _lt("“%(name)s” is not one of the possible types: %(allowed)s."),
    "file_empty": _lt("The file “%(name)s” is empty."),
    "file_size": _lt("“%(name)s” is larger than %(limit)s MB."),
}

#: The code of a question whose answer is the day on which somebody wants it.
WANTED_CODE = "wanted"
#: Code of the question (a number) for what a piece costs, where the item has no price of its own.
AMOUNT_CODE = "amount"
#: Codes of questions whose answers say for how long and why access is given.
ACCESS_ANSWERS = {"date_start": "access_from", "date_end": "access_until", "reason": "reason"}
#: Orders of so many days count for popularity.
POPULAR_DAYS = 90
#: Lines of a cart, and pieces of one item where it names no limit of its own.
MAX_CART_LINES = 20
MAX_QUANTITY = 99
#: Records that a question offers to choose from.
MAX_RECORDS = 300
#: People that are suggested while somebody types.
MAX_PEOPLE = 8
