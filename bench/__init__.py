"""What we measure, against what, with which data."""
