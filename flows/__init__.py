"""Order, retries, schedules and artifacts: Prefect flows over the warehouse and the gate."""

import os

from warehouse.c_library import use_one_arena

# Arrow's own allocators keep 50 to 100 MB beside what is used, in each process, for nobody else. It asks for this when
# pyarrow is first imported, in the workers of a run too; who imports flows runs them, in a process of its own.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
use_one_arena()
