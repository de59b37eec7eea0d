"""Room card: one file per command: arguments, one call, the report, the exit code.

May import: as telegrams/management. To add a command: one module here, one line in the README.
"""
