"""The rows of a timeline: which bars and bands stand in which, in how many lanes.

Pure Python without Odoo inside. A bar or band is a dict with at least ``kind``, ``left`` and
``width``, as shares of the whole; rows are told apart by keys, of which ``None`` is for all.
"""

from collections import defaultdict

from .timeline_rules import lanes

#: What the name of a change takes beside a narrow bar.
LABEL_WIDTH = 0.2
#: What tells its name on a click or a touch alone.
NAMELESS = {"outage", "announcement"}


class Rows:
    """Bars and bands by row; only rows in which something is planned or forbidden are shown."""

    def __init__(self, label):
        self.label = label
        self.bars, self.bands = defaultdict(list), defaultdict(list)

    def add_bar(self, key, bar):
        self.bars[key].append(bar)

    def add_band(self, key, band):
        self.bands[key].append(band)

    def told(self):
        """Rows by their names, first that of what concerns all."""
        freezes = {key for key, bands in self.bands.items() if any(one["kind"] == "freeze" for one in bands)}
        keys = (set(self.bars) | freezes) - {None}
        everywhere = self.bands[None]
        rows = [self._row(key, [*everywhere, *self.bands[key]]) for key in keys]
        rows.sort(key=lambda row: (row["is_rest"], row["label"].casefold()))
        return [self._row(None, everywhere), *rows] if everywhere or self.bars[None] else rows

    def _row(self, key, bands):
        bars = sorted(self.bars[key], key=lambda bar: (self._taken(bar)[0], bar["kind"]))
        places = lanes([self._taken(bar) for bar in bars])
        return {
            "key": f"{key[0]},{key[1]}" if key else "all",
            "label": self.label(key),
            "is_rest": bool(key) and not key[1],
            "bars": [{**bar, "lane": lane} for bar, lane in zip(bars, places, strict=True)],
            # A window of its own takes the place of those for all.
            "bands": self._own_bands(key, bands),
            "lanes": max(places, default=0) + 1,
        }

    @staticmethod
    def _taken(bar):
        """The room that a bar takes, with the name that stands beside a narrow one."""
        width = bar["width"] if bar["kind"] in NAMELESS else max(bar["width"], LABEL_WIDTH)
        left = min(bar["left"], 1 - width)
        return left, left + width

    def _own_bands(self, key, bands):
        has_own = any(one["kind"] == "window" for one in self.bands[key]) and key is not None
        if not has_own:
            return bands
        own = self.bands[key]
        return [one for one in bands if one["kind"] != "window" or one in own]
