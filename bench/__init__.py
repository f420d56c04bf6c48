"""`make bench`: what a page costs at province size, on both databases, beside Flask-Admin and Django admin."""
