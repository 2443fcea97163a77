"""Printed pages as offices hand them on: signed, sealed, numbered by hand, then scanned, copied or faxed."""
