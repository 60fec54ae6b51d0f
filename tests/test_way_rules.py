"""How two things are related, without Odoo."""

from odoo.addons.service_desk.way_rules import Way, Ways

APP, VM, HOST, OTHER = (("item", one) for one in range(4))
EDGES = [(APP, VM), (VM, HOST), (OTHER, HOST)]


def test_who_relies_on_whom_through_what():
    """In both directions the same way."""
    ways = Ways(EDGES)
    assert ways.between({APP}, HOST) == Way(APP, HOST, (VM,))
    assert ways.between({HOST}, APP) == Way(APP, HOST, (VM,))


def test_the_nearest_of_several():
    """The shortest way counts."""
    assert Ways(EDGES).between({APP, VM}, HOST) == Way(VM, HOST)


def test_what_both_rely_on():
    """Where neither relies on the other."""
    assert Ways(EDGES).between({APP}, OTHER) == Way(APP, OTHER, base=HOST)


def test_circles_end_and_strangers_have_no_way():
    """Nothing hangs."""
    assert Ways([(APP, VM), (VM, APP)]).between({APP}, HOST) is None
