"""`python -m policydoc`: the command line."""

from policydoc.cli import main

if __name__ == "__main__":
    main()
