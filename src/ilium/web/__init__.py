"""The entry by browser: the Django project with pages, the API and the server that `ilium serve` runs."""
