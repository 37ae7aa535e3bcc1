"""Benchmarks: each compares two things in one run and reports their ratio. Not tests."""
