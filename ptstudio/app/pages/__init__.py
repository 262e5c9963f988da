"""One page for each step of the user's way; pages know the session and widgets, never each other."""
