"""What a build keeps for the next one: what it read, document by document, so that only what changed is read again.

Nothing here changes what a build gives, only how long it takes. A cache that is missing, damaged, foreign or of another
version is left aside and made anew.
"""
