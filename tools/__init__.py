"""What builds Ilium and is no part of it."""
