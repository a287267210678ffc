"""The moving figure: skeleton, kinematics, body, poses, clips and their checks.

Importing this package, `ilium.figure.skeleton` or `ilium.figure.lint` needs the standard library and msgspec only; the
rest needs NumPy, and solving needs SciPy (the extra ``figure``).
"""
