"""What the outbox adds elsewhere: the round that picks up whatever stayed behind."""

from datetime import timedelta

from core.rooms.registries import Schedule, schedules

schedules.add(Schedule(key="outbox.relay", task="outbox.relay", every=timedelta(seconds=10)))
