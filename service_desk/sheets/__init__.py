"""Reading the sheets that people bring along: a table from CSV or XLSX, its headings, its days.

Whatever takes in a list (people, configuration items) begins here: ``open_table`` gives a header and
rows of texts, ``headings`` tells which column is what, ``days`` reads dates as they were meant.
Nothing here knows what the rows are for.
"""

from .table import open_table
