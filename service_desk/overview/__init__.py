"""The desk at a glance: which figures there are and what each of them counts.

Pure data and functions. ``service.desk.overview`` counts, the screens show.
"""
