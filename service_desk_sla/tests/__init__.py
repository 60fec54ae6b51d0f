from . import test_worktime_cache
from . import test_worktime_calendars
from . import test_worktime_odoo
from . import test_worktime_switches
from . import test_clock_pauses
from . import test_clock_promises
from . import test_sla_report
