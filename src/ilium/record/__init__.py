"""The record: the events of what was said and done, and the states they fold to."""
