"""Ilium's own settings with a record of the test run's own, so that no test can touch a person's."""

import os
import tempfile

os.environ["ILIUM_DATA"] = tempfile.mkdtemp(prefix="ilium-test-")
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="ilium-state-")

from ilium.web.settings import *  # noqa: E402, F403 - the folder has to be named first
