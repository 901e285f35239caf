"""Recordings at which replay must stop, and what it must say."""

STOPS = {}
