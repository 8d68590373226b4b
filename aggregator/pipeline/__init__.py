"""The jobs of the project as plain functions: the only place where the pieces are put together."""
