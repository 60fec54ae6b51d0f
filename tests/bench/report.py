"""Tells what was measured: a table for people, JSON for everything else."""
import json
import platform
from datetime import datetime, timezone

from odoo import release

from .filling import open_tickets

HEADER = (f"{'operation':<42} {'tickets':>9} {'bare':>19} {'desk':>19} {'times':>7} {'target':>7}"
          f" {'limit':>7}")

#: Below this, two decimals say too little.
SMALL = 0.01


def table(measured, grounds):
    """Medians, queries in brackets, how often the bare model's time, the target and the limit."""
    scales = [ground.scale for ground in grounds]
    lines = ["", _about(grounds), "", HEADER, "-" * len(HEADER)]
    for one in measured:
        lines += [_line(one, scale) for scale in scales]
    counted = [one for one in measured if one.operation.count]
    if counted:
        lines += ["", "queries of each:"]
        lines += [_each_line(one, scale) for one in counted for scale in scales]
    if len(scales) > 1:
        lines += ["", f"desk at {scales[-1]:,} tickets by desk at {scales[0]:,}:"]
        lines += [_growth_line(one, scales) for one in measured]
    return "\n".join([*lines, ""])


def as_json(measured, grounds):
    """Everything, sample by sample, with the machine it comes from."""
    scales = [ground.scale for ground in grounds]
    return json.dumps({
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": _machine(grounds[0]),
        "scales": {str(scale): {"open": open_tickets(scale)} for scale in scales},
        "operations": [_as_dict(one, scales) for one in measured],
    }, indent=1)


def _about(grounds):
    facts = ", ".join(f"{name} {value}" for name, value in _machine(grounds[0]).items())
    opened = " and ".join(f"{open_tickets(ground.scale):,} of {ground.scale:,}" for ground in grounds)
    return (f"{facts}.\n"
            f"Open tickets: {opened}; the backlog of a desk does not grow with its history.\n"
            "bare: mail.thread and mail.activity.mixin with as many plain fields, no index and no\n"
            "rule. Medians in milliseconds, database queries in brackets, empty record cache.")


def _machine(ground):
    with ground.registry.cursor() as cr:
        cr.execute("SELECT current_setting('server_version'), current_setting('shared_buffers'),"
                   " current_setting('jit'),"
                   " EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
        version, buffers, jit, trigram = cr.fetchone()
    return {"Odoo": release.version, "Python": platform.python_version(),
            "PostgreSQL": version.split()[0], "shared_buffers": buffers, "jit": jit,
            "trigram indexes": "yes" if trigram else "no"}


def _line(one, scale):
    target, limit, ratio = one.operation.target, one.operation.limit, one.ratio(scale)
    verdict = _verdict(ratio, target) or _verdict(one.median("desk", scale) * 1000, limit)
    return (f"{one.operation.title:<42} {scale:>9,} {_cell(one, 'bare', scale):>19} "
            f"{_cell(one, 'desk', scale):>19} {_times(ratio):>7} {_times(target):>7}"
            f" {'' if limit is None else f'{limit:,.0f}':>7}{verdict}")


def _cell(one, side, scale):
    middle = one.median(side, scale)
    if middle is None:
        return ""
    return f"{middle * 1000:,.1f} ({one.queries[side, scale]:,})"


def _each_line(one, scale):
    return f"{one.operation.title:<42} {scale:>9,} {_each(one, scale):>7.1f}"


def _each(one, scale):
    """Queries of each thing that an operation is about."""
    return one.queries["desk", scale] / one.operation.count(scale)


def _growth_line(one, scales):
    growth, limit = one.growth(scales), one.operation.growth
    return f"{one.operation.title:<42} {_times(growth):>7} {_times(limit):>7}{_verdict(growth, limit)}"


def _times(ratio):
    if ratio is None:
        return ""
    return f"{ratio:.2f}" if ratio >= SMALL else f"{ratio:.4f}"


def _verdict(value, limit):
    if value is None or limit is None:
        return ""
    return "  met" if value <= limit else "  MISSED"


def _as_dict(one, scales):
    return {
        "operation": one.operation.key, "title": one.operation.title,
        "target": one.operation.target, "limit_ms": one.operation.limit, "growth_target": one.operation.growth,
        "growth": one.growth(scales),
        "scales": {str(scale): {
            "ratio": one.ratio(scale),
            "queries_each": _each(one, scale) if one.operation.count else None,
            **{side: {"median_ms": one.median(side, scale) * 1000,
                      "samples_ms": [seconds * 1000 for seconds in one.seconds[side, scale]],
                      "queries": one.queries[side, scale]}
               for side in ("bare", "desk") if (side, scale) in one.seconds},
        } for scale in scales},
    }
