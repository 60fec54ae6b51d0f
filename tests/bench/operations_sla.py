"""Service levels: working time, against Odoo's own working schedules on the bare side.

Both answer the same questions about the same calendar in one transaction, as a job would that looks
at so many tickets.
"""
from datetime import datetime, timedelta, timezone

from odoo.api import SUPERUSER_ID

from .operations import operation

QUESTIONS, PROMISED_HOURS, DAYS = 20, 40, 91
HOUR = 3600
MONDAY = datetime(2026, 1, 5, 9, tzinfo=timezone.utc)
HOLIDAYS = 12


@operation(f"due of {PROMISED_HOURS} h, elapsed of 3 months, {QUESTIONS} x", target=1 / 20)
def sla_arithmetic(scene):
    calendar = _office(scene)
    starts = [MONDAY + timedelta(hours=7 * number) for number in range(QUESTIONS)]
    ask = _ask_clocks if scene.is_desk else _ask_odoo
    # Warm: a running server has answered before.
    ask(calendar, starts[:1])
    return lambda: ask(calendar, starts)


def _ask_clocks(calendar, starts):
    schedule = calendar._sla_schedules()[calendar.id]
    for start in starts:
        begin = int(start.timestamp())
        schedule.due(begin, PROMISED_HOURS * HOUR)
        schedule.elapsed(begin, begin + DAYS * 24 * HOUR)


def _ask_odoo(calendar, starts):
    for start in starts:
        calendar.plan_hours(PROMISED_HOURS, start, compute_leaves=True)
        calendar.get_work_hours_count(start, start + timedelta(days=DAYS))


def _office(scene):
    """Office hours with a lunch and a dozen holidays; made anew each time, as nothing is kept."""
    # sudo: calendars are an administrator's.
    env = scene.env(user=SUPERUSER_ID)
    lines = [{"name": "Bench", "dayofweek": str(day), "day_period": period, "hour_from": start, "hour_to": end}
             for day in range(5) for period, start, end in (
                 ("morning", 8, 12), ("lunch", 12, 13), ("afternoon", 13, 17))]
    calendar = env["resource.calendar"].create({
        "name": "Bench", "tz": "Europe/Vienna", "attendance_ids": [(0, 0, line) for line in lines]})
    days = [datetime(2026, month, 15) for month in range(1, HOLIDAYS + 1)]
    env["resource.calendar.leaves"].create([
        {"name": "Bench", "calendar_id": calendar.id, "date_from": day, "date_to": day + timedelta(days=1)}
        for day in days])
    return calendar.with_env(scene.env)
