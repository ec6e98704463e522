"""Models of the directory of alliances and the product library."""

from alliances.models.agreements import Agreement
from alliances.models.alliances import Alliance, Contact, Goal, YearlyReport
from alliances.models.participants import Participant
from alliances.models.products import Edition, Hazard, Product

__all__ = ["Agreement", "Alliance", "Contact", "Edition", "Goal", "Hazard", "Participant", "Product", "YearlyReport"]
