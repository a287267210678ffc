"""From body landmarks to what can honestly be said of a movement: counted, held, not measured.

Pure: no camera, no clock, no files. Read `findings` for what goes back to the browser and `wire` for what comes in.
"""
