"""Rereading (重读): what a newer reader makes of the pages that are here, shown and merged in."""
