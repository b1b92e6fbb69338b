"""What each release rendered: its examples, and the hash of each element of their templates."""
