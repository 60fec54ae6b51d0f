"""Periods on one line of time: which overlap, what they cover together, where something fits.

Pure Python without Odoo inside. A period is a pair (start, end) of moments that can be compared and
subtracted; it includes its start and not its end, so that what ends at ten leaves room for what
begins at ten.
"""

from datetime import timedelta


def overlap(one, other):
    """What two periods have in common; None when that is nothing."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def union(periods):
    """The same time in as few periods as possible, in order; empty ones are left out."""
    merged = []
    for start, end in sorted(periods):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def common(ones, others):
    """The time that lies in both, see ``union``."""
    ones, others = union(ones), union(others)
    found, i, j = [], 0, 0
    while i < len(ones) and j < len(others):
        both = overlap(ones[i], others[j])
        if both:
            found.append(both)
        if ones[i][1] < others[j][1]:
            i += 1
        else:
            j += 1
    return found


def without(periods, holes):
    """The time of ``periods`` that lies in none of ``holes``, see ``union``."""
    left, holes = [], union(holes)
    for start, end in union(periods):
        for hole_start, hole_end in holes:
            if hole_end <= start:
                continue
            if hole_start >= end:
                break
            if start < hole_start:
                left.append((start, hole_start))
            start = hole_end
        if start < end:
            left.append((start, end))
    return left


def covers(periods, wanted):
    """Whether all of the period ``wanted`` lies in these."""
    return not without([wanted], periods)


def free_starts(duration, allowed, busy, limit=5, step=timedelta(minutes=15), origin=None, again=timedelta(days=1)):
    """When something of this length could begin, the earliest first; in a long gap one proposal a day.

    Moments are rounded up to whole steps counted from ``origin``, since nobody begins at 13:07:41.

    :param duration: how long it takes, more than nothing
    :param allowed: periods of which one must hold all of it
    :param busy: periods which it may not touch
    :param again: so much later the same gap is proposed once more
    """
    starts = []
    for gap_start, gap_end in without(allowed, busy):
        start = rounded_up(gap_start, step, origin)
        while start + duration <= gap_end and len(starts) < limit:
            starts.append(start)
            start += again
    return starts


def rounded_up(moment, step, origin=None):
    """The first whole step that is not before this moment; midnight begins the steps of a day."""
    origin = origin or moment.replace(hour=0, minute=0, second=0, microsecond=0)
    passed = (moment - origin) % step
    return moment + (step - passed) if passed else moment
