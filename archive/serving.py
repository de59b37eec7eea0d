"""How gunicorn serves the archive; its own names.

Threads, because two half-sent requests would stop as many plain workers. On the internet a buffering proxy stands in
front (docs/operations.md).
"""

import os

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
workers = min(os.cpu_count() or 1, 8)  # 8 x 8 connections stay below PostgreSQL's usual hundred
threads = 8
timeout = 30
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 4094
