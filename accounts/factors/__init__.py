"""How somebody proves who they are: a second factor, recovery codes, the browsers in which they are signed in."""
