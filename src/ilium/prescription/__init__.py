"""Ladders, sides, doses and the order rule: from a clearance and a request to today's plan."""
