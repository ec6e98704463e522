"""How numbers are written where the portal departs from Django: its Spanish is that of Mexico."""
