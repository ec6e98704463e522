"use strict";
// Connects the forms with a data-passkey attribute to django-allauth's scripts. The attribute names the function of
// allauth.webauthn.forms. Where browsers know no passkeys, the forms stay hidden.
(() => {
  const error = document.querySelector("[data-passkey-error]");
  document.addEventListener("allauth.error", event => {
    event.preventDefault();
    error.hidden = false;
  });
  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("form[data-passkey]").forEach((form, number) => {
    const button = form.querySelector("button, [type=submit]");
    const credential = form.querySelector("[name=credential]");
    button.id = `passkey-button-${number}`;
    credential.id = `passkey-credential-${number}`;
    const ids = {login: button.id, authenticate: button.id, signup: button.id, credential: credential.id,
      data: "passkey-data"};
    window.allauth.webauthn.forms[form.dataset.passkey]({ids});
    form.hidden = false;
    button.addEventListener("click", () => { error.hidden = true; });
  });
})();
