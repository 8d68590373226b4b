"""The guides of officers: their commands are run, their pictures made of what these wrote."""
