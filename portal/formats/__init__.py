"""How numbers, dates and times are written where the portal departs from Django: Mexican Spanish, Canadian French."""
