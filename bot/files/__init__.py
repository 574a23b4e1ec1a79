"""What people take with them: a snapshot of the radar and a reflection's protocol, as files."""
