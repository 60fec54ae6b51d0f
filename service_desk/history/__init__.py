"""Reading the history that another desk's tool leaves behind.

``text`` and ``moments`` are pure Python: bytes become rows, words become moments. ``sheet`` reads a
file as a profile describes it, ``parser`` makes tickets of its rows, ``lookup`` finds the people,
teams and the like that its words mean, ``loader`` writes. The models under ``service.desk.import``
say when each of them works; nothing here is called from outside of them.
"""
