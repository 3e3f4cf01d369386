"""The health check of an API container: exit code 0 when the service says that it is ready."""

import sys
import urllib.error
import urllib.request

url = f"http://127.0.0.1:8000/{sys.argv[1]}/health/ready"
try:
    with urllib.request.urlopen(url, timeout=2) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except (OSError, urllib.error.URLError) as error:
    sys.exit(f"{url}: {error}")
