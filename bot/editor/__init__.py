"""The editor's side of KL's push: from a spreadsheet on one machine to what every process of a bot shows."""
