"""Words around licenses."""

from .. import license_rules

METRICS = [
    (license_rules.USER, "Per User"),
    (license_rules.DEVICE, "Per Device"),
    (license_rules.CORE, "Per Core"),
    (license_rules.SITE, "Per Site"),
    (license_rules.SUBSCRIPTION, "Subscription"),
]
#: Metrics by which a seat is a person's; those of the others are things'.
PERSONAL = (license_rules.USER, license_rules.SUBSCRIPTION)

POSITIONS = [
    (license_rules.NONE, "Nothing Owned"),
    (license_rules.FREE, "Free Seats"),
    (license_rules.FULL, "Full"),
    (license_rules.OVER, "Over-Used"),
]

REFUSE, WARN = "refuse", "warn"
OVER_USE = [(REFUSE, "Refuse"), (WARN, "Warn the Owner")]

#: In days before the end, the farthest first.
REMIND_DAYS = "60, 30, 7"
MOST_REMIND_DAYS = 730
BATCH_SIZE = 200
