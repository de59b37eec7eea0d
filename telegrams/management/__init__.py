"""Room card: the archive's commands.

What it is for: `commands/` holds one file per command: arguments, one call into a room, the report, the exit code.
What it may import: every room but views and admin; archive.localpg for the server's own command.
How to add to it: one module in commands/ and its line in the README.
"""
