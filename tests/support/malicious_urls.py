"""Misleading URLs with the host that a browser opens for each."""

# REFUSED and NOWHERE are rejected, INSIDE stays within the portal; neither has a host.
REFUSED, HERE = "refused", "here"

# Obfuscated URLs of governments.
GOVERNMENT = {
    "https://osha.gov": "osha.gov",
    "https://www.osha.gov/": "www.osha.gov",
    "HTTPS://WWW.OSHA.GOV/": "www.osha.gov",
    "http://osha.gov:8080/a": "osha.gov",
    "https://osha.gov./": "osha.gov",
    "https://osha.gov?@evil.example": "osha.gov",
    "https://osha.gov#@evil.example": "osha.gov",
    "https://osha.gov/@evil.example": "osha.gov",
    "https://osha.gov\\@evil.example": "osha.gov",
    "https://osha%2Egov/": "osha.gov",
    "https://ｏｓｈａ.gov/": "osha.gov",
    "https://osha。gov/": "osha.gov",
    "https://os\tha.gov/": "osha.gov",
    "https:osha.gov": "osha.gov",
    "//osha.gov/": "osha.gov",
    "https://army.mil/": "army.mil",
    "http://asinom.stps.gob.mx:8145/Centro": "asinom.stps.gob.mx",
    "https://laws-lois.justice.gc.ca/": "laws-lois.justice.gc.ca",
    "https://www.travail.gouv.qc.ca/": "www.travail.gouv.qc.ca",
    "https://CCOHS.ca/oshanswers/": "ccohs.ca",
    "https://www.cchst.ca": "www.cchst.ca",
}
# URLs of other hosts that look like a government.
FOREIGN = {
    "https://evil-gov.com/": "evil-gov.com",
    "https://cdc.gov.evil.example/": "cdc.gov.evil.example",
    "https://CDC.GOV.evil.example./": "cdc.gov.evil.example",
    "https://evilgov/": "evilgov",
    "https://evil.xn--gov/": "evil.xn--gov",
    "https://notosha.gov.example/": "notosha.gov.example",
    "https://evilgob.mx/": "evilgob.mx",
    "https://gob.mx.evil.example/": "gob.mx.evil.example",
    "https://gob.com.mx/": "gob.com.mx",
    "https://fakecanada.ca/": "fakecanada.ca",
    "https://canada.ca.example/": "canada.ca.example",
    "https://gc-ca.example/": "gc-ca.example",
    "https://gouv.qc.ca.example/": "gouv.qc.ca.example",
    "https://qc.ca/": "qc.ca",
    "https://ccohs.ca-portal.example/": "ccohs.ca-portal.example",
    "https://evil.example/osha.gov/": "evil.example",
    "https://evil.example/https://osha.gov/": "evil.example",
    "https://evil.example?https://osha.gov/": "evil.example",
    "https://evil.example#.osha.gov": "evil.example",
    "https://evil.example\\.osha.gov": "evil.example",
    "https://evil.example:443/.gov": "evil.example",
    "https://osha.gov%2eevil.example/": "osha.gov.evil.example",
    "https://osha.gov．evil.example/": "osha.gov.evil.example",
    "https://osha.gov\t.evil.example/": "osha.gov.evil.example",
    "https://osha.gоv/": "osha.xn--gv-fmc",  # a Cyrillic о
    "https://саnada.са/": "xn--nada-43d5h.xn--80a7a",  # Cyrillic letters
    "https://%65vil.example/": "evil.example",
    "https://ｅｖｉｌ.example/": "evil.example",
    "//evil.example/": "evil.example",
    "///evil.example/": "evil.example",
    "/\\evil.example": "evil.example",
    "\\\\evil.example": "evil.example",
    "/\t/evil.example": "evil.example",
    "https:/evil.example": "evil.example",
    "https:evil.example": "evil.example",
    "https:\\\\evil.example": "evil.example",
    "ht\ntps://evil.example": "evil.example",
    "  https://evil.example  ": "evil.example",
    "https://2130706433/": "127.0.0.1",
    "https://0x7f.1/": "127.0.0.1",
    "http://127.0.0.1:8000/": "127.0.0.1",
    "https://[::1]/": "[::1]",
    "https://[::ffff:127.0.0.1]/": "[::ffff:7f00:1]",
}
# URLs that rich text may contain but pages never link.
NOWHERE = {
    "https://osha.gov@evil.example/": REFUSED,
    "https://osha.gov:443@evil.example/": REFUSED,
    "https://user@osha.gov/": REFUSED,
    "https://user:password@osha.gov/": REFUSED,
    "https://osha.gov%2F@evil.example/": REFUSED,
    "https://osha.gov\t@evil.example/": REFUSED,
    "//osha.gov@evil.example/": REFUSED,
    "https://osha.gov../": REFUSED,
    "https://evil.example..gov/": REFUSED,
    "https://.gov/": REFUSED,
    "https://evil.example;.osha.gov/": REFUSED,
    "https://*.gov/": REFUSED,
    "https://evil.example/" + "a" * 2000: REFUSED,
}
# URLs that sanitizing removes.
NEVER = {
    "https://osha.gov:99999/": REFUSED,
    "https://osha.gov%00.evil.example/": REFUSED,
    "https://evil .gov/": REFUSED,
    "https://": REFUSED,
    "javascript:alert(1)": REFUSED,
    "java\nscript://osha.gov/%0aalert(1)": REFUSED,
    "data:text/html,osha.gov": REFUSED,
    "blob:https://osha.gov/": REFUSED,
    "ftp://osha.gov/": REFUSED,
    "ws://osha.gov/": REFUSED,
    "file://osha.gov/": REFUSED,
}
INSIDE = dict.fromkeys(
    ("/en/news/", "#osha.gov", "?next=https://evil.example", "", "osha.gov", "mailto:a@osha.gov", "tel:+12025550100"),
    HERE,
)
