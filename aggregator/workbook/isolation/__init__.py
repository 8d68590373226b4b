"""Reading that may die without taking the run along."""
