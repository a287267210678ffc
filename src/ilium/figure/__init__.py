"""What a server has of the moving figure: its stills, and beside them the body and the clips that a browser plays.

``library/`` is written by the figure workshop, `ilium_lab.figure`; nothing here draws. Standard library and msgspec.
"""
