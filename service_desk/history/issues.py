"""What is wrong with a file, line by line."""

ERROR, NOTICE = "error", "notice"


class Issues:
    """Collects problems; the same sentence about the same value is kept once and counted."""

    def __init__(self):
        self._entries = {}

    def error(self, line, column, value, message):
        """Something that keeps its ticket from being loaded."""
        self._add(ERROR, line, column, value, message)

    def notice(self, line, column, value, message):
        """Something a person should know; it stops nothing."""
        self._add(NOTICE, line, column, value, message)

    def _add(self, level, line, column, value, message):
        self._entries.setdefault((level, column, value, message), set()).add(line)

    def count(self, level):
        """How many lines have a problem of this level."""
        return len(set().union(*(lines for key, lines in self._entries.items() if key[0] == level)))

    def values(self, limit):
        """Values for ``create`` of ``service.desk.import.issue``: errors first, then by line."""
        ordered = sorted(self._entries.items(), key=lambda item: (item[0][0], min(item[1])))
        return [
            {
                "level": level,
                "line": min(lines),
                "line_count": len(lines),
                "column": column or False,
                "value": value[:200] or False,
                "message": message,
            }
            for (level, column, value, message), lines in ordered[:limit]
        ]
