"""The import wizard, a file for each stage; may import the rest of the window but no page."""
