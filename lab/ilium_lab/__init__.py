"""What makes and judges Ilium, and no server needs: the figure workshop, simulated cameras and people, studies."""
