"""What a coordinator keeps beside the record: tasks, notes of delay, meetings and individual plans."""
