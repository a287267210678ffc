"""The record kept: an append-only event store on Django's database, and one in memory for tests."""
