"""The worker process: does the jobs, with torch. Never imported by window or command line."""
