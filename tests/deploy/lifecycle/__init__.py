"""A stack's life after its first deployment: updates, a failing update, deletion."""
