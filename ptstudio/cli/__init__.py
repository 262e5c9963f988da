"""The command line, one file per command. Talks to the worker through core only."""
