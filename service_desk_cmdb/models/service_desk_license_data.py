"""Words around licenses."""

from .. import license_rules

METRICS = [
    (license_rules.USER, "Per User"),
    (license_rules.DEVICE, "Per Device"),
    (license_rules.CORE, "Per Core"),
    (license_rules.SITE, "Per Site"),
    (license_rules.SUBSCRIPTION, "Subscription"),
]
#: Metrics by which a seat is a person's, and those by which it is a thing's.
PERSONAL = (license_rules.USER, license_rules.SUBSCRIPTION)
OF_THINGS = (license_rules.DEVICE, license_rules.CORE, license_rules.SITE, license_rules.SUBSCRIPTION)

POSITIONS = [
    (license_rules.NONE, "Nothing Owned"),
    (license_rules.FREE, "Free Seats"),
    (license_rules.FULL, "Full"),
    (license_rules.OVER, "Over-Used"),
]

REFUSE, WARN = "refuse", "warn"
OVER_USE = [(REFUSE, "Refuse"), (WARN, "Warn the Owner")]
OVER_USE_TODO = "service_desk_cmdb.mail_activity_type_over_use"

#: Nobody buys more pieces than these in one go; ten years without use are no question of days.
MOST_PIECES = 10_000_000
MOST_UNUSED_DAYS = 3650
#: In days before the end, the farthest first.
REMIND_DAYS = "60, 30, 7"
MOST_REMIND_DAYS = 730
BATCH_SIZE = 200
#: So many are named in one line of the history.
MOST_NAMED = 30
