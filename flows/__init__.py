"""Order, retries, schedules and artifacts: Prefect flows over the warehouse and the gate."""
