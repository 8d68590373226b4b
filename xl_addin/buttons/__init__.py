"""One module for each button: a function from a snapshot to a reply.

Only the pipeline is called, as the command of the same effect calls it.
"""
