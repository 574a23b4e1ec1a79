"""KL's Teknologiradar as data, tables and pictures. Knows nothing of chat, HTTP or databases."""
