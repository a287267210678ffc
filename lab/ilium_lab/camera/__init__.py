"""What a camera would see of the figure, with the truth beside it, and how well the engine reads it."""
