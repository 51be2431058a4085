"""The progress report of a trajectory, and its planning as a chart."""
