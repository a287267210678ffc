"""Short lessons: what they say, paragraph by paragraph with its source, and when the next one is due."""
