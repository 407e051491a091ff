"""Components, identity, links, Git history: the whole as one immutable value. Imports `protocol` only."""
