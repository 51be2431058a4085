"""What jobs add elsewhere: the round that picks up whatever stayed behind."""

from datetime import timedelta

from core.rooms.registries import Schedule, schedules

schedules.add(Schedule(key="jobs.relay", task="jobs.relay", every=timedelta(seconds=10)))
