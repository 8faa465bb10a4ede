"""A make-believe electronic tax bureau: filing API, portal pages and faults on demand, in a process of its own.

Rule kept: it imports nothing of the product but `kernel`, and judges returns by its own arithmetic.
"""
