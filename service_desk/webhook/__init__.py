"""Calling other people's systems without being turned against one's own.

``addresses`` says where a call may go, ``signing`` proves that it comes from here, ``payload`` fills
in what is sent, ``sender`` makes the one call. Pure Python; ``service.desk.webhook`` uses it.
"""
