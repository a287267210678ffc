"""Is it helping? Statistics over the record: what was measured, how sure we are, and the words for it."""
