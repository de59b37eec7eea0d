"""What documents name → what the archive knows. Rules add links; they never change what is printed.

May import: vocabulary, parsing, records, models. Each link keeps its rule, certainty and
evidence. To add a rule: one function and one line in the ordered table of its module.
"""
