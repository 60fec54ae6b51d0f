"""Takes the time, desk and bare side by side at every scale, in turns.

What else the machine does hits all of them alike then, and the median forgets it.
"""
import gc
import time
from dataclasses import dataclass, field
from statistics import median

from .ground import MODELS
from .operations import Operation


@dataclass
class Measured:
    """All samples of one operation, by (side, scale)."""

    operation: Operation
    seconds: dict = field(default_factory=dict)
    queries: dict = field(default_factory=dict)

    def add(self, key, seconds, queries):
        self.seconds.setdefault(key, []).append(seconds)
        self.queries[key] = queries

    def median(self, side, scale):
        samples = self.seconds.get((side, scale))
        return median(samples) if samples else None

    def ratio(self, scale):
        """Desk by bare."""
        bare = self.median("bare", scale)
        return self.median("desk", scale) / bare if bare else None

    def growth(self, scales):
        """The desk at the largest scale by the desk at the smallest one."""
        if len(scales) < 2:
            return None
        return self.median("desk", scales[-1]) / self.median("desk", scales[0])


class Stopwatch:
    """Measures operations on several grounds in turns."""

    def __init__(self, grounds, repeat):
        self.grounds = grounds
        self.repeat = repeat

    def measure(self, operations):
        return [self._measure(operation) for operation in operations]

    def _measure(self, operation):
        print(f"- Measuring: {operation.title}", flush=True)
        measured = Measured(operation)
        for number in range(1 + max(1, self.repeat // operation.share)):
            for ground in self.grounds:
                for side in MODELS:
                    if side == "bare" and not operation.has_bare:
                        continue
                    seconds, queries = self._once(operation, ground, side)
                    # The first time fills the caches that a running server has filled.
                    if number:
                        measured.add((side, ground.scale), seconds, queries)
        return measured

    @staticmethod
    def _once(operation, ground, side):
        """Seconds and queries of one operation, with an empty record cache."""
        with ground.scene(side, operation.login) as scene:
            action = operation.prepare(scene)
            scene.env.cr.flush()
            scene.env.invalidate_all()
            gc.collect()
            queries, started = scene.env.cr.sql_log_count, time.perf_counter()
            action()
            scene.env.cr.flush()
            seconds = time.perf_counter() - started
            return seconds, scene.env.cr.sql_log_count - queries
