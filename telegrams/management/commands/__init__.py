"""Room card: one file per command; see the card of telegrams/management."""
