"""Measurements against the budgets of the design; never a test, because a time is a property of the machine."""
