"""One function for each command or query, and the ports through which they reach the world."""
