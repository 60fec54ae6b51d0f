"""How much of the landscape a map shows, and what it may be asked."""

from .. import graph_rules

#: Direction -> ways that are walked from the start.
DIRECTIONS = {
    "down": (graph_rules.DOWN,),
    "up": (graph_rules.UP,),
    "both": (graph_rules.UP, graph_rules.DOWN),
}
#: So many things are shown, the nearest ones ...
MAX_SHOWN = 500
#: ... out of so many that are looked at: some are not for the reader's eyes, some are filtered out ...
MAX_WALKED = 2000
#: ... with so many relations.
MAX_LINKS = 20000
#: A map starts with so many things at most, and they fail together.
MAX_ROOTS = 100
MAX_STEPS = 10
DEFAULT_STEPS = 4
#: So many things are proposed to somebody who comes without any.
MAX_PROPOSED = 12

SERVICE_ICON = "fa-life-ring"
