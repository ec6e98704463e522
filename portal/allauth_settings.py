"""Settings of django-allauth, with which editors sign in (portal/accounts/). portal/settings.py includes them."""

from portal.environment import get_ministries

# Nobody signs up: administrators make the accounts.
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_SESSION_REMEMBER = True  # until SESSION_COOKIE_AGE; portal/accounts/session_limits.py sets the end
ACCOUNT_LOGOUT_REDIRECT_URL = "admin:login"
ACCOUNT_LOGIN_TIMEOUT = 300  # seconds between the password and the second factor
# Passwords have limits of their own (portal/accounts/lockout.py). These are for codes, whose owner knows the password.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key", "reset_password": "20/10m/ip,3/10m/key"}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # a ministry may share an address
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.SignInForm",
    "reauthenticate": "portal.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "portal.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.CodeForm",
    "reauthenticate": "portal.accounts.forms.ConfirmCodeForm",
    "activate_totp": "portal.accounts.forms.ActivateAppForm",
    "add_webauthn": "portal.accounts.forms.AddPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # a code of the previous or the next half minute, for clocks that are a little off
# Accounts of ministries, by OpenID Connect. A link leads to the ministry, because the content security policy lets no
# form lead to another host.
SOCIALACCOUNT_ADAPTER = "portal.accounts.ministries.MinistryAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": get_ministries()}}
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 3  # seconds that a provider may keep a thread waiting
