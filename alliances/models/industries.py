"""Industry sectors of the North American Industry Classification System."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Industry(models.TextChoices):
    """A sector of NAICS (SCIAN in Spanish and French), by its two-digit code."""

    AGRICULTURE = "11", _("agriculture, forestry, fishing and hunting")
    MINING = "21", _("mining, quarrying, and oil and gas extraction")
    UTILITIES = "22", _("utilities")
    CONSTRUCTION = "23", _("construction")
    MANUFACTURING = "31", _("manufacturing")
    WHOLESALE = "42", _("wholesale trade")
    RETAIL = "44", _("retail trade")
    TRANSPORTATION = "48", _("transportation and warehousing")
    INFORMATION = "51", _("information industries")
    FINANCE = "52", _("finance and insurance")
    REAL_ESTATE = "53", _("real estate and rental and leasing")
    PROFESSIONAL = "54", _("professional, scientific and technical services")
    MANAGEMENT = "55", _("management of companies")
    ADMINISTRATIVE = "56", _("administrative and support services, and waste management")
    EDUCATION = "61", _("educational services")
    HEALTH = "62", _("health care and social assistance")
    RECREATION = "71", _("arts, entertainment and recreation")
    ACCOMMODATION = "72", _("accommodation and food services")
    OTHER = "81", _("other services")
    PUBLIC = "91", _("public administration")
