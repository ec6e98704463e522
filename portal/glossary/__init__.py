"""The trilingual glossary: the model Term, the public list, and its export as CSV and TBX."""
