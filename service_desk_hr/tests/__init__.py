from . import (
    test_hr_bridge,
    test_journey_account,
    test_journey_holdings,
    test_journey_leaver,
    test_journey_mover,
    test_journey_portal,
    test_journey_proposal,
    test_journey_retention,
    test_journey_rights,
    test_journey_rules,
    test_journey_start,
    test_journey_work,
)
