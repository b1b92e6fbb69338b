"""A stack after its first deployment: updates, a failing update, deletion."""
