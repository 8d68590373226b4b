"""The specification of ketnap."""
