"""What the desk costs, measured against a bare ``mail.thread`` model in the same run.

``python3 dev bench`` runs it. It makes databases of its own, fills them with tickets at two
scales, does what people do (as those people, in transactions that are rolled back), and prints
medians beside the targets. Read ``operations.py`` for what is measured and ``filling.py`` for
what the databases hold.

Wall-clock time is for reading, never for a test to pass or fail: machines differ, ratios less so.
"""
