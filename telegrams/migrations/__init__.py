"""How the tables came to be. Room card: one file a change, named by intent, each reversible or saying why not.

May import: Django only. To add: change a model, then ``manage.py makemigrations -n <intent>``. Data never
changes in a migration of the schema.
"""
