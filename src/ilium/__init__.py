"""Ilium: a private, self-hosted home-physiotherapy coach."""

__version__ = "0.1.0"
