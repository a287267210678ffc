"""The pages: Django views and templates; they decide nothing that `ilium.app` can decide."""
