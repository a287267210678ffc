"""Made-up people: who they are, their weeks on record, and how often the reading of progress is right about them."""
