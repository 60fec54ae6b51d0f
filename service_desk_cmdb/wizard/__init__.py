from . import service_desk_affected_wizard
from . import service_desk_alert_wizard
from . import service_desk_license_assign_wizard
from . import service_desk_license_reclaim_wizard
from . import service_desk_task_wizard
from . import service_desk_ci_compare_wizard
from . import service_desk_ci_compare_line
from . import service_desk_continuity_invoke_wizard
