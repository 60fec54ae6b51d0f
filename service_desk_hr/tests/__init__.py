from . import test_journey_leaver, test_journey_rules, test_journey_start
