"""What tests stand on: people, clients, servers and data of our own making."""
