"""What `kroniek up` keeps running: a Prefect server, its deployments and a worker, for one warehouse."""
