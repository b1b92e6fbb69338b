"""The review sheet: what one rendered stack is, on a page that is committed beside it."""
