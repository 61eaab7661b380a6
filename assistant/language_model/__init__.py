"""A language model, kept honest: it may combine and reword evidence sentences; nothing it writes is shown unchecked.

Off by default. Invariant: a model sees numbered sentences and gives back text; what reaches a user is decided by
``assistant.writing.verify`` and never by the model.
"""
