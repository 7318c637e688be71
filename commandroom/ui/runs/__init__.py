"""The window of past drills, and what makes their documents."""
