"""`python -m xl_addin`."""

import sys

from xl_addin.start import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
