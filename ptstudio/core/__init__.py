"""The shared vocabulary, in plain Python: what window, command line and worker all speak.
May import nothing else of PTStudio, no Qt and no heavy library.
"""
