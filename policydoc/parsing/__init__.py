"""The genre's grammar: one stage of the parser a file, each a pure function. `policydoc.parser` calls them in order."""
