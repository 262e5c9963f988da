"""Where pretrained weights live: finding, reading safely, verifying, adding. May import core."""
