"""The archive (存档): the proof that what was received is still there, and the way out of it."""
