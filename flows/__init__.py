"""Order, retries, schedules and artifacts: Prefect flows over the warehouse and the gate."""

import os

# Arrow's own allocators keep 50 to 100 MB beside what is used, in each process, for nobody else. It asks for this when
# pyarrow is first imported, in the workers of a run too; who imports flows runs them, in a process of its own.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
