"""The mandate register: who may do which legal act, for whom, from when to when."""
