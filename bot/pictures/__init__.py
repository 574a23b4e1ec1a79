"""Pictures of radars: asked for, drawn by processes of their own, and kept."""
