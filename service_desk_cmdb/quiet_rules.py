"""Which alerts are expected because maintenance windows are open.

Pure Python without Odoo inside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Quiet:
    """The windows that are open at a moment and keep alerts quiet.

    :param by_service: id of a service -> why nothing is expected of it
    :param general: why nothing is expected of what has no window of its own; empty for no reason
    :param with_windows: ids of services that have windows of their own, open or not
    :param ends: when these windows close
    """

    by_service: Mapping[int, str] = field(default_factory=dict)
    general: str = ""
    with_windows: frozenset[int] = frozenset()
    ends: tuple[datetime, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by_service or self.general)

    def why(self, services: Iterable[int]) -> str:
        """Why nothing is expected of what serves these; empty when one of them should run.

        What serves two of which only one is in its window is missed by the other.
        """
        told = [self._why_of(one) for one in services]
        if not told:
            return self.general
        return told[0] if all(told) else ""

    def _why_of(self, service):
        general = "" if service in self.with_windows else self.general
        return self.by_service.get(service, general)
