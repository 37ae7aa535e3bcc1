"""Where the two sample front pages lie."""

from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
JUNE = FIXTURES / "000_a9866df5d050a74f.txt"
APRIL = FIXTURES / "001_5c5941662a870eb1.txt"
