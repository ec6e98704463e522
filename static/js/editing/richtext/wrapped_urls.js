// URLs that a mail program has replaced by one of its own, with the target as a parameter. The server unwraps them too:
// portal/links/wrapped_urls.py has the same rules.
const RULES = [
  { host: /(^|\.)safelinks\.protection\.(outlook\.com|office365\.us)$/, path: /^\/(ap\/.*)?$/, parameter: "url" },
  { host: /^www\.google\.com$/, path: /^\/url$/, parameter: "q" },
];
const MAX_DEPTH = 5;

function getTarget(url) {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  const { hostname, pathname, searchParams } = new URL(url);
  const rule = RULES.find(({ host, path }) => host.test(hostname) && path.test(pathname));
  const target = rule ? searchParams.get(rule.parameter) : null;
  return /^https?:\/\//i.test(target ?? "") ? target : null;
}

// Returns the target of a wrapped URL, and any other URL unchanged.
export function unwrapURL(url) {
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const target = getTarget(url);
    if (target === null) break;
    url = target;
  }
  return url;
}
