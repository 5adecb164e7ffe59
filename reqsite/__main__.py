"""`python -m reqsite` is `reqsite`."""

from reqsite.cli import main

main()
