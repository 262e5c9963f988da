"""The window. The only place that imports Qt; it never imports torch."""
