"""`python -m stepwell.doors.cli.decide <engine>`: the door without the launcher."""

import sys

from stepwell.doors.cli.decide.door import main

sys.exit(main(sys.argv[1:]))
