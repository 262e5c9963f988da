"""Several processes that train together, on one machine or on several. May import what the engine may."""
