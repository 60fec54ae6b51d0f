"""The life of a change model."""

from ..lifecycle import ACTIVE, CLOSED, MANAGER, NEW, Lifecycle, Move
from .service_desk_change_data import CHANGE_MANAGER

MODEL_STATES = [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")]

_AUTHORITY = (CHANGE_MANAGER, MANAGER)

MODEL_LIFECYCLE = Lifecycle(
    phases={"draft": NEW, "published": ACTIVE, "retired": CLOSED},
    moves=(
        Move("published", ("draft", "retired"), roles=_AUTHORITY, guard="_guard_publish"),
        Move("draft", ("published", "retired"), roles=_AUTHORITY),
        Move("retired", ("draft", "published"), roles=_AUTHORITY),
    ),
    working="published",
    waiting="",
    closing="retired",
    dropping="retired",
)
