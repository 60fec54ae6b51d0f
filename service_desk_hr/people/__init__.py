"""What a sheet of people means here: who is known, where they will work, and what speaks against it.

``names`` is pure Python. ``finder`` and ``places`` look people and places up, ``judge`` and
``managers`` decide about each row. The models under ``service.desk.journey.import`` say when;
nothing here writes, but ``places`` makes departments and jobs where the start asks for it.
"""
