"""The second step of coming in: taking it at the entrance, and what it is taken with."""
