"""From a plan to the cue sheet: every spoken line, second and decision that a player needs, without a rule left."""
