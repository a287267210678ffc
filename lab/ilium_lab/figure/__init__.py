"""The figure workshop: skeleton, kinematics, body, poses, clips, their checks and their stills."""
